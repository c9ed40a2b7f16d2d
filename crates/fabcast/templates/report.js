(function () {
  "use strict";
  var root = document.documentElement;
  document.querySelectorAll("[data-scripted]").forEach(function (e) { e.hidden = false; });

  // light or dark: the reader's choice, else the system's
  function stored() { try { return localStorage.getItem("fabcast-theme"); } catch (e) { return null; } }
  function apply(theme) {
    root.setAttribute("data-theme", theme);
    try { localStorage.setItem("fabcast-theme", theme); } catch (e) { return; }
  }
  var chosen = stored();
  if (chosen === "light" || chosen === "dark") { root.setAttribute("data-theme", chosen); }
  document.getElementById("theme").addEventListener("click", function () {
    var now = root.getAttribute("data-theme") ||
      (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    apply(now === "dark" ? "light" : "dark");
  });

  // tables and lines: open all, and open for print
  var all = Array.prototype.slice.call(document.querySelectorAll("main details"));
  var button = document.getElementById("open-all");
  button.addEventListener("click", function () {
    var open = all.some(function (d) { return !d.open; });
    all.forEach(function (d) { d.open = open; });
    button.textContent = button.getAttribute(open ? "data-close" : "data-open");
  });
  var before = [];
  addEventListener("beforeprint", function () {
    before = all.filter(function (d) { return !d.open; });
    before.forEach(function (d) { d.open = true; });
  });
  addEventListener("afterprint", function () { before.forEach(function (d) { d.open = false; }); });

  // contents folded on a phone
  if (matchMedia("(max-width: 60rem)").matches) {
    document.querySelector(".contents details").open = false;
  }

  // a link to something folded away opens it
  function reveal() {
    var target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (e) { return; }
    for (var e = target; e; e = e.parentElement) { if (e.tagName === "DETAILS") { e.open = true; } }
  }
  addEventListener("hashchange", reveal);
  reveal();

  // search in the assumptions
  var find = document.getElementById("find");
  if (!find) { return; }
  var assumed = document.getElementById("find-assumed");
  var uncertain = document.getElementById("find-uncertain");
  var found = document.getElementById("found");
  var groups = Array.prototype.slice.call(document.querySelectorAll("details.assumptions")).map(function (details) {
    var rows = Array.prototype.slice.call(details.querySelectorAll("tbody tr")).map(function (row) {
      return { row: row, text: row.textContent.toLowerCase() };
    });
    return { details: details, rows: rows };
  });
  find.form.addEventListener("submit", function (event) { event.preventDefault(); });
  function search() {
    var words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    var filtering = words.length > 0 || assumed.checked || uncertain.checked;
    var n = 0;
    groups.forEach(function (group) {
      var hits = 0;
      group.rows.forEach(function (entry) {
        var hit = words.every(function (word) { return entry.text.indexOf(word) > -1; });
        if (assumed.checked) { hit = hit ? entry.row.getAttribute("data-confidence") === "assumption" : false; }
        if (uncertain.checked) { hit = hit ? entry.row.hasAttribute("data-uncertain") : false; }
        entry.row.hidden = !hit;
        if (hit) { hits += 1; }
      });
      n += hits;
      group.details.hidden = filtering ? hits === 0 : false;
      group.details.open = filtering ? hits > 0 : false;
    });
    found.textContent = filtering ? n + " " + found.getAttribute("data-word") : "";
  }
  [find, assumed, uncertain].forEach(function (control) { control.addEventListener("input", search); });
})();
