@echo off
rem Starts Factorscope: the window, or any command (factorscope help). Builds it first where needed.
rem The same as ./factorscope, for Windows; FACTORSCOPE_AOT=off switches the start-up cache off.
setlocal EnableExtensions DisableDelayedExpansion
set "HOME_DIR=%~dp0"
set "HOME_DIR=%HOME_DIR:~0,-1%"
set "TARGET=%HOME_DIR%\app\target"
set "CP_FILE=%TARGET%\classpath.txt"
set "JAR=%TARGET%\factorscope-app-0.1.0.jar"
set "LOG=%TARGET%\build.log"
set "MAIN=io.factorscope.app.cli.Main"

rem ---- The JDK, told by the release file that every JDK has.
set "JDK="
set "FOUND="
if defined JAVA_HOME call :try_jdk "%JAVA_HOME%"
if not defined JDK for /f "delims=" %%J in ('where java 2^>nul') do call :try_jdk "%%~dpJ.."
if not defined JDK for %%R in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%LOCALAPPDATA%\Programs\Eclipse Adoptium" "%USERPROFILE%\.jdks" "%USERPROFILE%\scoop\apps") do (
    if not defined JDK for /d %%D in ("%%~R\*") do call :try_jdk "%%~D"
)
if not defined JDK (
    if not defined FOUND set "FOUND=no JDK at all"
    setlocal EnableDelayedExpansion
    echo factorscope: JDK 25 or newer is needed; found !FOUND!. Install one ^(Eclipse Temurin 25, for example^), or point JAVA_HOME at it. 1>&2
    exit /b 1
)

rem ---- The build: when there is none, when the sources are newer, when the folder was moved.
set "STALE=1"
if exist "%CP_FILE%" if exist "%JAR%" call :check_sources
if defined STALE (
    call :build
    if errorlevel 1 exit /b 1
)

rem ---- Start. The class path goes into a file: it is longer than a command line of cmd may be.
set "ARGS_FILE=%TARGET%\java.args"
set "AOT="
set "CACHE=%LOCALAPPDATA%\factorscope\aot"
if not defined LOCALAPPDATA set "CACHE=%USERPROFILE%\.cache\factorscope\aot"
set "AOT_FILE=%CACHE%\factorscope.aot"
set "OPTIONS=-Djava.awt.headless=true --add-exports java.base/jdk.internal.module=ALL-UNNAMED --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xlog:disable"
if /i "%FACTORSCOPE_AOT%"=="off" goto run
if exist "%AOT_FILE%" (
    rem A cache of another JDK or build is ignored by the JVM; :build removes it.
    set AOT="-XX:AOTCache=%AOT_FILE%" -XX:AOTMode=auto
    goto run
)
if exist "%CACHE%\training.aot" goto run
if not exist "%CACHE%" mkdir "%CACHE%" 2>nul
start "" /b /low cmd /d /c ""%JDK%\bin\java" -Dfactorscope.home="%HOME_DIR%" %OPTIONS% -Dfactorscope.kernel=plain -XX:AOTCacheOutput="%CACHE%\training.aot" "@%ARGS_FILE%" %MAIN% generate --prompt "One day" --max-new-tokens 8 && move /y "%CACHE%\training.aot" "%AOT_FILE%"" <nul >nul 2>&1

:run
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
if "%~1"=="" (
    "%JDK%\bin\java" "-Dfactorscope.home=%HOME_DIR%" %OPTIONS% %AOT% %FACTORSCOPE_JAVA_OPTIONS% "@%ARGS_FILE%" %MAIN% window
) else (
    "%JDK%\bin\java" "-Dfactorscope.home=%HOME_DIR%" %OPTIONS% %AOT% %FACTORSCOPE_JAVA_OPTIONS% "@%ARGS_FILE%" %MAIN% %*
)
exit /b %ERRORLEVEL%

:try_jdk
if defined JDK exit /b 0
if not exist "%~1\release" exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
set "VERSION="
for /f "tokens=2 delims==" %%V in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set "VERSION=%%~V"
if not defined VERSION exit /b 0
for /f "tokens=1 delims=.+-" %%M in ("%VERSION%") do set "MAJOR=%%M"
if %MAJOR% GEQ 25 (
    set "JDK=%~f1"
) else (
    set "FOUND=%VERSION% in %~f1"
)
exit /b 0

:check_sources
rem Clears STALE where nothing is newer than the build and every jar of the class path is there.
powershell -NoProfile -NonInteractive -Command "$h=$env:HOME_DIR; $b=(Get-Item -LiteralPath $env:CP_FILE).LastWriteTimeUtc; $p=@('pom.xml','core\pom.xml','app\pom.xml','resources\pom.xml','core\src\main','app\src\main','resources\src\main') | ForEach-Object { Join-Path $h $_ }; $c=(Get-Content -Raw -LiteralPath $env:CP_FILE).Trim(); foreach ($j in $c.Split(';')) { if (-not (Test-Path -LiteralPath $j)) { exit 1 } }; if (-not $c.Contains((Join-Path $h 'core\target'))) { exit 1 }; if (Get-ChildItem -LiteralPath $p -Recurse -File | Where-Object { $_.LastWriteTimeUtc -gt $b } | Select-Object -First 1) { exit 1 }; exit 0"
if not errorlevel 1 if exist "%TARGET%\java.args" set "STALE="
exit /b 0

:build
where mvn >nul 2>&1
if errorlevel 1 (
    echo factorscope: Maven is needed to build it the first time, and there is no mvn on PATH. Install Maven 3.8 or newer. 1>&2
    exit /b 1
)
if not exist "%TARGET%" mkdir "%TARGET%"
echo Building Factorscope, about a minute the first time ^(it also downloads its libraries^) ... 1>&2
del /q "%CP_FILE%" "%TARGET%\java.args" "%LOCALAPPDATA%\factorscope\aot\*.aot" 2>nul
setlocal
set "JAVA_HOME=%JDK%"
pushd "%HOME_DIR%"
call mvn -B -pl app -am package -Dmaven.test.skip=true -Djacoco.skip=true >"%LOG%" 2>&1
set "STATUS=%ERRORLEVEL%"
popd
if not "%STATUS%"=="0" (
    del /q "%CP_FILE%" 2>nul
    findstr /b "[ERROR]" "%LOG%" 1>&2
    echo factorscope: the build failed; all that Maven said is in %LOG% 1>&2
    exit /b 1
)
powershell -NoProfile -NonInteractive -Command "$c=($env:JAR + ';' + (Get-Content -Raw -LiteralPath $env:CP_FILE).Trim()).Replace('\','\\'); [IO.File]::WriteAllText((Join-Path $env:TARGET 'java.args'), '-cp ' + [char]34 + $c + [char]34)"
if errorlevel 1 exit /b 1
exit /b 0
