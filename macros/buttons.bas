' The buttons of a return. Python judges where there is Python; else the workbook itself (InSheet).
' Words for the clerk come from Python, or from hidden cells with ASCII names; nothing is computed
' here.

Sub Check()
    If PythonIsThere() Then RunPython "from zongzhi_xl import button; button.check()"
    If PythonIsMissing() Then CheckInSheet
    ShowFindings
End Sub

Sub Clear()
    CellNamedIn("ZZ_RESULTS").Value = ""
    CellNamedIn("ZZ_VERDICT").Value = ""
End Sub

Sub HandIn()
    If PythonIsThere() Then RunPython "from zongzhi_xl import button; button.hand_in()"
    If PythonIsMissing() Then HandInByHand
End Sub

' The page of results, where the first row (by which rules) is not the only one.
Private Sub ShowFindings()
    Dim Results As Object
    Set Results = CellNamedIn("ZZ_RESULTS")
    If Results.Cells(2, 1).Value <> "" Then Results.Worksheet.Activate
End Sub
