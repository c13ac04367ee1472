' The worksheet functions ZZ_... for Excel: what xlwings generates from zongzhi_xl.functions (a test
' generates it anew and compares). Not edited by hand.
#Const App = "Microsoft Excel"

Function ZZ_GRADE(score, Optional clean)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        ZZ_GRADE = XLPy.CallUDF("zongzhi_xl.functions", "ZZ_GRADE", Array(score, clean), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        ZZ_GRADE = XLPy.CallUDF("zongzhi_xl.functions", "ZZ_GRADE", Array(score, clean))
        Exit Function
    #End If
failed:
    ZZ_GRADE = Err.Description
End Function

Function ZZ_HEADROOM(numerator, denominator, limit, measure, Optional multiple)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        ZZ_HEADROOM = XLPy.CallUDF("zongzhi_xl.functions", "ZZ_HEADROOM", Array(numerator, denominator, limit, measure, multiple), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        ZZ_HEADROOM = XLPy.CallUDF("zongzhi_xl.functions", "ZZ_HEADROOM", Array(numerator, denominator, limit, measure, multiple))
        Exit Function
    #End If
failed:
    ZZ_HEADROOM = Err.Description
End Function

Function ZZ_RATE(numerator, denominator, Optional multiple, Optional places)
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        ZZ_RATE = XLPy.CallUDF("zongzhi_xl.functions", "ZZ_RATE", Array(numerator, denominator, multiple, places), ThisWorkbook, Application.Caller)
        Exit Function
    #Else
        ZZ_RATE = XLPy.CallUDF("zongzhi_xl.functions", "ZZ_RATE", Array(numerator, denominator, multiple, places))
        Exit Function
    #End If
failed:
    ZZ_RATE = Err.Description
End Function
