"""What leaves the house: the sheets of a page as a workbook, text, paper, slides and pictures."""
