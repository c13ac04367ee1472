' The buttons without Python. What the workbook finds by itself stands, ready, on a hidden sheet of
' formulas (ZZ_FOUND and the cells beside it); it is copied as values to where Python would write.

Sub CheckInSheet()
    CopyFindings "ZZ_FOUND_VERDICT"
End Sub

' No file is made: to save an open workbook under another name and kind is for whoever works in it.
Sub HandInByHand()
    CopyFindings "ZZ_BY_HAND"
    MsgBox NamedCell("ZZ_BY_HAND").Value, 64, NamedCell("ZZ_TITLE").Value
End Sub

Private Sub CopyFindings(ByVal Verdict As String)
    Application.Calculate
    CellNamedIn("ZZ_RESULTS").Value = NamedCell("ZZ_FOUND").Value
    CellNamedIn("ZZ_VERDICT").Value = NamedCell(Verdict).Value
End Sub
