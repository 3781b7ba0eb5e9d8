@echo off
rem Startet die Seiten auf diesem Rechner. Noetig ist Python 3.9 oder neuer.
cd /d "%~dp0"
where py >nul 2>nul && (py -3 starten.py & goto :eof)
where python >nul 2>nul && (python starten.py & goto :eof)
echo Auf diesem Rechner fehlt Python. Was ohne Python geht, steht in LIESMICH.txt.
pause
