@"%~dp0python\python.exe" -m zongzhi_xl %*
