"""An independent second implementation of the model document.

A module per section; names as in the document. `month.run` is the whole of it.
"""

from .month import run
from .scenario import Case

__all__ = ["Case", "run"]
