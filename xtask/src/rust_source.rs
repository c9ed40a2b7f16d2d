//! Rust source as tokens: enough to look for names, not to parse.

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier, keyword, number or lifetime.
    Word(String),
    /// A string, byte string or character literal, without its quotes.
    Literal(String),
    /// Any other character.
    Mark(char),
}

/// A token and the line it starts on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Counted from 1.
    pub line: usize,
    /// What the token is.
    pub kind: Kind,
}

impl Token {
    /// Whether the token is this identifier or keyword.
    pub fn is_word(&self, text: &str) -> bool {
        matches!(&self.kind, Kind::Word(word) if word == text)
    }

    /// Whether the token is this character.
    pub fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// Splits source into tokens; comments and white space are left out.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut lexer = Lexer {
        rest: source,
        line: 1,
    };
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next_token() {
        tokens.push(token);
    }
    tokens
}

/// Leaves out every item under `#[cfg(test)]`.
pub fn without_tests(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut position = 0;
    while position < tokens.len() {
        if is_test_attribute(&tokens[position..]) {
            position = end_of_item(&tokens, position);
        } else {
            kept.push(tokens[position].clone());
            position += 1;
        }
    }
    kept
}

/// The first names of the rest of a path, as after `std::`: one, or those of a group in braces.
pub fn first_names(after: &[Token]) -> Vec<&str> {
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut expected = true;
    for token in after {
        match &token.kind {
            Kind::Word(word) if expected => {
                names.push(word.as_str());
                expected = false;
            }
            Kind::Mark('{') => depth += 1,
            Kind::Mark('}') => depth = depth.saturating_sub(1),
            Kind::Mark(',') if depth == 1 => expected = true,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

/// Whether the tokens begin with `#[cfg(test)]`.
fn is_test_attribute(tokens: &[Token]) -> bool {
    let [hash, open, cfg, paren, test, ..] = tokens else {
        return false;
    };
    hash.is_mark('#')
        && open.is_mark('[')
        && cfg.is_word("cfg")
        && paren.is_mark('(')
        && test.is_word("test")
}

/// Position after the item that starts with an attribute at `start`.
fn end_of_item(tokens: &[Token], start: usize) -> usize {
    let mut depth = 0_usize;
    for (position, token) in tokens.iter().enumerate().skip(start) {
        match token.kind {
            Kind::Mark('{' | '(' | '[') => depth += 1,
            Kind::Mark('}' | ')' | ']') if depth == 0 => return position,
            Kind::Mark('}') if depth == 1 => return position + 1,
            Kind::Mark('}' | ')' | ']') => depth -= 1,
            Kind::Mark(';') if depth == 0 => return position + 1,
            _ => {}
        }
    }
    tokens.len()
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
}

impl Lexer<'_> {
    fn next_token(&mut self) -> Option<Token> {
        self.skip_blank();
        let line = self.line;
        let first = self.rest.chars().next()?;
        let kind = if let Some(hashes) = raw_string_hashes(self.rest) {
            let open = self.rest.find('"').unwrap_or_default() + 1;
            self.take(open);
            let close = format!("\"{}", "#".repeat(hashes));
            Kind::Literal(self.take_until(&close))
        } else if first == '"' || self.rest.starts_with("b\"") || self.rest.starts_with("c\"") {
            let open = if first == '"' { 1 } else { 2 };
            self.take(open);
            Kind::Literal(self.take_quoted('"'))
        } else if first == '\'' && is_character_literal(self.rest) {
            self.take(1);
            Kind::Literal(self.take_quoted('\''))
        } else if is_word_character(first) || first == '\'' {
            let word = self.rest[first.len_utf8()..]
                .find(|character| !is_word_character(character))
                .map_or(self.rest.len(), |length| length + first.len_utf8());
            Kind::Word(self.take(word))
        } else {
            self.take(first.len_utf8());
            Kind::Mark(first)
        };
        Some(Token { line, kind })
    }

    /// Skips white space and comments.
    fn skip_blank(&mut self) {
        loop {
            let blank = self.rest.len() - self.rest.trim_start().len();
            self.take(blank);
            if self.rest.starts_with("//") {
                let end = self.rest.find('\n').unwrap_or(self.rest.len());
                self.take(end);
            } else if self.rest.starts_with("/*") {
                self.skip_block_comment();
            } else if blank == 0 {
                return;
            }
        }
    }

    /// Skips a block comment and those inside it.
    fn skip_block_comment(&mut self) {
        let mut depth = 0;
        while !self.rest.is_empty() {
            if self.rest.starts_with("/*") {
                depth += 1;
                self.take(2);
            } else if self.rest.starts_with("*/") {
                depth -= 1;
                self.take(2);
                if depth == 0 {
                    return;
                }
            } else {
                let length = self.rest.chars().next().map_or(0, char::len_utf8);
                self.take(length);
            }
        }
    }

    /// Takes the rest of a literal with escapes, and its closing quote.
    fn take_quoted(&mut self, quote: char) -> String {
        let mut escaped = false;
        for (position, character) in self.rest.char_indices() {
            if escaped {
                escaped = false;
            } else if character == '\\' {
                escaped = true;
            } else if character == quote {
                let text = self.take(position);
                self.take(1);
                return text;
            }
        }
        self.take(self.rest.len())
    }

    /// Takes the text before `close`, and `close`.
    fn take_until(&mut self, close: &str) -> String {
        let end = self.rest.find(close).unwrap_or(self.rest.len());
        let text = self.take(end);
        self.take(close.len().min(self.rest.len()));
        text
    }

    /// Takes this many bytes, counting lines.
    fn take(&mut self, length: usize) -> String {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken.to_owned()
    }
}

fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The number of `#` if a raw string begins here.
fn raw_string_hashes(text: &str) -> Option<usize> {
    let after = ["r", "br", "cr"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))?;
    let quote = after.trim_start_matches('#');
    let hashes = after.len() - quote.len();
    quote.starts_with('"').then_some(hashes)
}

/// Whether a `'` opens a character and not a lifetime.
fn is_character_literal(text: &str) -> bool {
    let mut characters = text.chars().skip(1);
    let first = characters.next();
    first == Some('\\') || characters.next() == Some('\'')
}

#[cfg(test)]
mod tests;
