@echo off
rem A window in which zongzhi-xl can be typed.
set "PATH=%~dp0;%PATH%"
cd /d "%~dp0"
"%~dp0python\python.exe" -m zongzhi_xl --help
cmd /k
