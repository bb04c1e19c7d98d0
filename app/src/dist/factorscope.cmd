@echo off
rem Starts Factorscope: the window, or any command (factorscope help).
setlocal
set "HOME_DIR=%~dp0"
if "%HOME_DIR:~-1%"=="\" set "HOME_DIR=%HOME_DIR:~0,-1%"
set "JAVA=%HOME_DIR%\runtime\bin\java.exe"
if not exist "%JAVA%" if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if not exist "%JAVA%" set "JAVA=java.exe"
if "%OMP_WAIT_POLICY%"=="" set OMP_WAIT_POLICY=PASSIVE
set "ARGUMENTS=%*"
if "%~1"=="" set "ARGUMENTS=window"
"%JAVA%" "-Dfactorscope.home=%HOME_DIR%" -Djava.awt.headless=true --add-exports java.base/jdk.internal.module=ALL-UNNAMED --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xlog:disable %FACTORSCOPE_JAVA_OPTIONS% -cp "%HOME_DIR%\lib\*" io.factorscope.app.cli.Main %ARGUMENTS%
exit /b %ERRORLEVEL%
