"""The joint committee's year: figures counted from both logs, laid side by side, on paper and as a workbook."""
