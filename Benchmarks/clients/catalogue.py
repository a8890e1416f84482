"""All rows of the table."""

import other_rows
import python_rows

ROWS = python_rows.ROWS + other_rows.ROWS
