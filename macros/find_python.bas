' Whether the buttons can run Python on this computer. Where they cannot, a return checks itself
' (InSheet), and the launcher says so in words from hidden cells.
'
' On Excel for Windows the interpreter is looked for in this order: python\python.exe in the folder
' of the workbook, where the kit has it; the environment variable ZONGZHI_XL_PYTHON; INTERPRETER_WIN
' in xlwings' settings file of the user (%USERPROFILE%\.xlwings\xlwings.conf); every python.exe on
' the PATH. The first that has the package is kept, for this program only, in ZONGZHI_XL_PYTHON,
' which the sheet xlwings.conf names as the interpreter. So neither a settings file nor a python.exe
' that was dropped beside the workbook is ever used, and xlwings changes to the interpreter's own
' folder before it starts it. (Who can put a whole kit beside the workbook could as well put another
' workbook there: macros run only where the folder is trusted.)
'
' Elsewhere RunPython looks for itself (LibreOffice has its own) and tells what it misses.

Private PythonFound As Boolean
Private Missing As String

Const HAS_PACKAGE = 0
Const NOT_INSTALLED = 3
' -P (Python 3.11): never import from the current folder
Const QUESTION = " -P -c ""import sys; from importlib.util import find_spec as f; " & _
    "sys.exit(0 if f('zongzhi_xl') and f('xlwings') and f('win32com') else 3)"""

Function PythonIsThere() As Boolean
    Missing = ""
    If Environ("OS") = "Windows_NT" And Not PythonFound Then
        If Application.Name = "Microsoft Excel" Then
            Missing = FoundOnWindows()
        Else
            Missing = "ZZ_MSG_NOT_EXCEL"
        End If
        PythonFound = (Missing = "")
    End If
    PythonIsThere = (Missing = "")
End Function

' Whether the last run found nothing to run; told by RunPython too, where it looks for itself.
Function PythonIsMissing() As Boolean
    PythonIsMissing = (Missing <> "")
End Function

Sub MissPython(ByVal Message As String)
    Missing = Message
End Sub

Sub TellWhatIsMissing()
    MsgBox NamedCell(Missing).Value, 48, NamedCell("ZZ_TITLE").Value
End Sub

' A cell by its workbook-wide name.
Function NamedCell(ByVal CellName As String) As Object
    Set NamedCell = ThisWorkbook.Names(CellName).RefersToRange
End Function

' A cell or range by its Chinese name, which stands in another cell.
Function CellNamedIn(ByVal CellName As String) As Object
    Set CellNamedIn = NamedCell(NamedCell(CellName).Value)
End Function

' The name of the message to show; "" where an interpreter was found and kept.
Private Function FoundOnWindows() As String
    Dim Wsh As Object, Place As Variant
    Set Wsh = CreateObject("WScript.Shell")
    FoundOnWindows = "ZZ_MSG_NO_PYTHON"
    For Each Place In InterpretersOnWindows(Wsh)
        Select Case ExitCodeOf(Wsh, """" & Place & """" & QUESTION)
            Case HAS_PACKAGE
                Wsh.Environment("PROCESS").Item("ZONGZHI_XL_PYTHON") = Place
                Wsh.Environment("PROCESS").Item("PYTHONSAFEPATH") = "1"
                FoundOnWindows = ""
                Exit Function
            Case NOT_INSTALLED
                FoundOnWindows = "ZZ_MSG_NO_PACKAGE"
        End Select
    Next Place
End Function

Private Function InterpretersOnWindows(Wsh As Object) As Collection
    Dim Places As New Collection, Folder As Variant
    AddInterpreter Places, ThisWorkbook.Path & "\python\python.exe"
    AddInterpreter Places, Wsh.Environment("PROCESS").Item("ZONGZHI_XL_PYTHON")
    AddInterpreter Places, GetConfig("INTERPRETER_WIN", "", "user")
    For Each Folder In Split(Wsh.Environment("PROCESS").Item("PATH"), ";")
        AddInterpreter Places, Replace(Folder, """", "") & "\python.exe"
    Next Folder
    Set InterpretersOnWindows = Places
End Function

' Full paths only: a relative one would mean the folder of the workbook.
Private Sub AddInterpreter(Places As Collection, ByVal Place As String)
    If Not (Place Like "[A-Za-z]:[\/]*" Or Left(Place, 2) = "\\") Then Exit Sub
    If FileExists(Place) Then Places.Add Place
End Sub

' Without a window; -1 where it could not be started.
Private Function ExitCodeOf(Wsh As Object, ByVal Command As String) As Long
    ExitCodeOf = -1
    On Error Resume Next
    ExitCodeOf = Wsh.Run(Command, 0, True)
End Function
