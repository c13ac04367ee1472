' The buttons of a return. Words for the clerk come from Python, or from hidden cells with ASCII
' names; nothing is computed here.

Sub Check()
    If PythonIsThere() Then RunPython "from zongzhi_xl import button; button.check()"
End Sub

Sub Clear()
    If PythonIsThere() Then RunPython "from zongzhi_xl import button; button.clear()"
End Sub

Sub HandIn()
    If PythonIsThere() Then RunPython "from zongzhi_xl import button; button.hand_in()"
End Sub
