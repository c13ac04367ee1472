@echo off
rem Is the folder whole, and what would keep the buttons from working on this computer?
"%~dp0python\python.exe" -m zongzhi_xl kit --check "%~dp0."
"%~dp0python\python.exe" -m zongzhi_xl doctor "%~dp0."
pause
