@echo off
rem Drop filled-in returns, or a folder of them, on this file.
if "%~1"=="" goto none
"%~dp0python\python.exe" -m zongzhi_xl validate %*
goto end
:none
for %%f in ("%~dp0*.txt") do start "" "%%f"
:end
pause
