' The buttons of the district's launcher. ZZ_FOLDER, ZZ_DISTRICT and ZZ_WRITTEN are cells of its
' page: the folder of the returns, the district's folder, the workbook that was written. A summary
' may do without a district's folder, the desk without a folder of returns.

Const FOLDER_PICKER = 4 ' msoFileDialogFolderPicker

Sub Consolidate()
    If NamedCell("ZZ_FOLDER").Value = "" Then ChooseReturns
    If NamedCell("ZZ_FOLDER").Value = "" Then Exit Sub
    NamedCell("ZZ_WRITTEN").Value = ""
    If PythonIsThere() Then RunPython "from zongzhi_xl import button; button.consolidate()"
    If PythonIsMissing() Then TellWhatIsMissing
    OpenWritten
End Sub

Sub UpdateDesk()
    If NamedCell("ZZ_DISTRICT").Value = "" Then ChooseDistrict
    If NamedCell("ZZ_DISTRICT").Value = "" Then Exit Sub
    NamedCell("ZZ_WRITTEN").Value = ""
    If PythonIsThere() Then RunPython "from zongzhi_xl import button; button.update_desk()"
    If PythonIsMissing() Then TellWhatIsMissing
    OpenWritten
End Sub

Sub ChooseReturns()
    ChooseFolder "ZZ_FOLDER"
End Sub

Sub ChooseDistrict()
    ChooseFolder "ZZ_DISTRICT"
End Sub

Private Sub OpenWritten()
    If NamedCell("ZZ_WRITTEN").Value <> "" Then Workbooks.Open NamedCell("ZZ_WRITTEN").Value
End Sub

Private Sub ChooseFolder(ByVal CellName As String)
    Dim Dialog As Object
    Set Dialog = Application.FileDialog(FOLDER_PICKER)
    If Dialog.Show() <> 0 Then NamedCell(CellName).Value = Dialog.SelectedItems(1)
End Sub
