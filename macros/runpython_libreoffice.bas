' RunPython for LibreOffice Basic, in place of xlwings' own VBA (which does not compile there).
' Compiles with and without "Option VBASupport 1". ASCII only: words for the clerk lie in cells
' with the names ZZ_TITLE and ZZ_MSG_FAILED; what is missing FindPython is told.
'
' Python is found in this order: INTERPRETER_LINUX on the sheet xlwings.conf, the environment
' variable ZONGZHI_XL_PYTHON, INTERPRETER_LINUX in ~/.xlwings/xlwings.conf, python3 on the PATH.
'
' Python calls back into this office over a named pipe that only this user can open: the one of
' the office's own set-up, or ZONGZHI_XL_PIPE, or one that is opened here and closed at the end.
' A Shell that waits would hold the lock that those calls need; so it does not wait, and this
' macro lets events run until Python has left its exit code in a temporary file.

Private PythonRunning As Boolean

Const POLL_MILLISECONDS = 20
Const LONGEST_SECONDS = 600
Const EXIT_NOT_INSTALLED = 3
Const EXIT_UNREACHABLE = 4
Const EXIT_NOT_EXECUTABLE = 126
Const EXIT_NOT_FOUND = 127

Sub RunPython(ByVal PythonCode As String)
    Dim Document As Object, Answer As Object, Link As Object
    Dim PipeName As String, ExitCode As Integer
    If PythonRunning Then Exit Sub
    PythonRunning = True
    On Error GoTo Failed
    ExitCode = -1
    Document = ThisComponent
    PipeName = ConfiguredPipe()
    If PipeName = "" Then
        PipeName = "zongzhi_xl_" & Document.RuntimeUID & "_" & CLng(Rnd() * 1000000000)
        Link = createUnoService("com.sun.star.office.Acceptor")
        Link.initialize(Array("pipe,name=" & PipeName & ";urp;StarOffice.ServiceManager", True))
    End If
    Answer = createUnoService("com.sun.star.io.TempFile")
    Answer.RemoveFile = True
    StartPython Document, PipeName, ConvertFromURL(Answer.Uri), PythonCode
    ExitCode = AwaitedExitCode(ConvertFromURL(Answer.Uri))
Failed:
    On Error GoTo 0
    Select Case ExitCode
        Case 0
        Case EXIT_NOT_FOUND, EXIT_NOT_EXECUTABLE
            MissPython "ZZ_MSG_NO_PYTHON"
        Case EXIT_NOT_INSTALLED, EXIT_UNREACHABLE
            MissPython "ZZ_MSG_NO_PACKAGE"
        Case Else
            ShowFailure Document
    End Select
    PythonRunning = False
End Sub

' Whether a button is still at work; another click is passed over as long as it is.
Function PythonIsRunning() As Boolean
    PythonIsRunning = PythonRunning
End Function

' The shell takes all values as arguments: nothing in a path or in the code is ever interpreted.
Private Sub StartPython(Document As Object, PipeName As String, AnswerPath As String, _
                        PythonCode As String)
    Dim Script As String, Mark As String
    Script = """$1"" -c ""$2"" ""$3"" ""$4"" ""$5""; echo $? > ""$0"""
    Mark = Document.URL
    If Mark = "" Then Mark = Document.RuntimeUID
    Shell "/bin/sh", 0, "-c '" & Script & "'" & Quoted(AnswerPath) & Quoted(Interpreter(Document)) _
        & Quoted(PythonStart()) & Quoted(PipeName) & Quoted(Escaped(Mark)) _
        & Quoted(Escaped(PythonCode)), False
End Sub

' What Python is started with. The current folder is never searched for modules.
Private Function PythonStart() As String
    Dim NewLine As String
    NewLine = Chr(10)
    PythonStart = "import sys" & NewLine _
        & "sys.path[:] = [place for place in sys.path if place not in ('', '.')]" & NewLine _
        & "try:" & NewLine _
        & "    from zongzhi_xl.hosts.libreoffice_engine import run" & NewLine _
        & "except ImportError:" & NewLine _
        & "    sys.exit(" & EXIT_NOT_INSTALLED & ")" & NewLine _
        & "sys.exit(run(*sys.argv[1:]))"
End Function

' Shell takes words between quotation marks as they are; there is no way to quote a mark itself.
Private Function Quoted(ByVal Word As String) As String
    Quoted = " """ & Word & """"
End Function

' Percent-encoded, ASCII: letters, digits and three signs stay as they are.
Private Function Escaped(ByVal Words As String) As String
    Dim At As Long, Sign As String, Result As String
    For At = 1 To Len(Words)
        Sign = Mid(Words, At, 1)
        If InStr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-", Sign) > 0 Then
            Result = Result & Sign
        Else
            Result = Result & "%" & Right("0" & Hex(Asc(Sign)), 2)
        End If
    Next At
    Escaped = Result
End Function

' The exit code, once it is written; -1 where Python takes longer than anybody would wait.
Private Function AwaitedExitCode(ByVal AnswerPath As String) As Integer
    Dim Start As Date, FileNumber As Integer, Content As String
    AwaitedExitCode = -1
    Start = Now()
    Do While FileLen(AnswerPath) = 0
        If (Now() - Start) * 86400 > LONGEST_SECONDS Then Exit Function
        Wait POLL_MILLISECONDS
    Loop
    FileNumber = FreeFile()
    Open AnswerPath For Input As #FileNumber
    Line Input #FileNumber, Content
    Close #FileNumber
    AwaitedExitCode = CInt(Content)
End Function

' Name of the pipe at which this office listens already; "" where it does not.
Private Function ConfiguredPipe() As String
    Dim Provider As Object, Settings As Object, Node As New com.sun.star.beans.PropertyValue
    Dim Parts As Variant, Part As Variant
    Provider = createUnoService("com.sun.star.configuration.ConfigurationProvider")
    Node.Name = "nodepath"
    Node.Value = "/org.openoffice.Setup/Office"
    Settings = Provider.createInstanceWithArguments( _
        "com.sun.star.configuration.ConfigurationAccess", Array(Node))
    Parts = Split(Settings.getByName("ooSetupConnectionURL"), ";")
    ConfiguredPipe = Environ("ZONGZHI_XL_PIPE")
    If UBound(Parts) < 0 Then Exit Function
    For Each Part In Split(Parts(0), ",")
        If Left(Part, 5) = "name=" Then ConfiguredPipe = Mid(Part, 6)
    Next Part
End Function

Private Function Interpreter(Document As Object) As String
    Interpreter = SheetSetting(Document, "INTERPRETER_LINUX")
    If Interpreter = "" Then Interpreter = Environ("ZONGZHI_XL_PYTHON")
    If Interpreter = "" Then Interpreter = FileSetting("INTERPRETER_LINUX")
    If Interpreter = "" Then Interpreter = "python3"
End Function

Private Function SheetSetting(Document As Object, ByVal Key As String) As String
    Dim Settings As Variant, Setting As Variant
    If Not Document.Sheets.hasByName("xlwings.conf") Then Exit Function
    Settings = Document.Sheets.getByName("xlwings.conf").getCellRangeByName("A1:B50").getDataArray()
    For Each Setting In Settings
        If UCase(Setting(0)) = Key Then SheetSetting = Trim(Setting(1))
    Next Setting
End Function

' xlwings' own settings file: lines "KEY","value". (readLine leaves the end of the last line on.)
Private Function FileSetting(ByVal Key As String) As String
    Dim Place As String, Files As Object, Lines As Object, Content As String
    Place = ConvertToURL(Environ("HOME") & "/.xlwings/xlwings.conf")
    Files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
    If Not Files.exists(Place) Then Exit Function
    Lines = createUnoService("com.sun.star.io.TextInputStream")
    Lines.setInputStream(Files.openFileRead(Place))
    Lines.setEncoding("UTF-8")
    Do While Not Lines.isEOF()
        Content = Without(Without(Without(Lines.readLine(), """"), Chr(10)), Chr(13))
        If UCase(Left(Content, Len(Key) + 1)) = Key & "," Then
            FileSetting = Trim(Mid(Content, Len(Key) + 2))
        End If
    Loop
    Lines.closeInput()
End Function

Private Function Without(ByVal Words As String, ByVal Sign As String) As String
    Without = Join(Split(Words, Sign), "")
End Function

Private Sub ShowFailure(Document As Object)
    Dim Title As String
    Title = NamedWords(Document, "ZZ_TITLE", "zongzhi-xl")
    MsgBox NamedWords(Document, "ZZ_MSG_FAILED", "Python did not finish."), 48, Title
End Sub

' The words in a named cell; otherwise others, and so if the workbook was closed meanwhile.
Private Function NamedWords(Document As Object, ByVal CellName As String, _
                            ByVal Otherwise As String) As String
    NamedWords = Otherwise
    On Error GoTo Closed
    If Document.NamedRanges.hasByName(CellName) Then
        NamedWords = Document.NamedRanges.getByName(CellName).getReferredCells() _
            .getCellByPosition(0, 0).getString()
    End If
Closed:
End Function
