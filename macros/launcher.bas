' The buttons of the district's launcher. ZZ_FOLDER, ZZ_DISTRICT and ZZ_SUMMARY are cells of its
' page: the folder of the returns, the district's folder (may stay blank), the summary written.

Const FOLDER_PICKER = 4 ' msoFileDialogFolderPicker

Sub Consolidate()
    If NamedCell("ZZ_FOLDER").Value = "" Then ChooseReturns
    If NamedCell("ZZ_FOLDER").Value = "" Then Exit Sub
    NamedCell("ZZ_SUMMARY").Value = ""
    If PythonIsThere() Then RunPython "from zongzhi_xl import button; button.consolidate()"
    If NamedCell("ZZ_SUMMARY").Value <> "" Then Workbooks.Open NamedCell("ZZ_SUMMARY").Value
End Sub

Sub ChooseReturns()
    ChooseFolder "ZZ_FOLDER"
End Sub

Sub ChooseDistrict()
    ChooseFolder "ZZ_DISTRICT"
End Sub

Private Sub ChooseFolder(ByVal CellName As String)
    Dim Dialog As Object
    Set Dialog = Application.FileDialog(FOLDER_PICKER)
    If Dialog.Show() <> 0 Then NamedCell(CellName).Value = Dialog.SelectedItems(1)
End Sub
