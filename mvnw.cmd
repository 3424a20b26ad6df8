@echo off
rem Runs Maven: an installed one, 3.8 or newer (MAVEN_HOME, then mvn on the PATH), or else the one pinned in
rem .mvn\wrapper\maven-wrapper.properties, downloaded once into %USERPROFILE%\.m2\wrapper and checked by its SHA-512.
rem MVNW_REPOURL names a mirror of Maven's central repository to take it from instead, MVNW_DISTRIBUTION_URL the archive itself.
rem Needs Windows 10 (1803) or newer, which has curl and tar.
setlocal EnableExtensions

set "MVN="
if defined MAVEN_HOME call :try "%MAVEN_HOME%\bin\mvn.cmd"
if not defined MVN for /f "delims=" %%p in ('where mvn.cmd 2^>nul') do if not defined MVN call :try "%%p"
if defined MVN goto :run

set "PROPERTIES=%~dp0.mvn\wrapper\maven-wrapper.properties"
if not exist "%PROPERTIES%" (
  echo mvnw: %PROPERTIES% is missing>&2
  exit /b 1
)
for /f "usebackq tokens=1,* delims==" %%a in ("%PROPERTIES%") do (
  if "%%a"=="distributionUrl" set "PINNED=%%b"
  if "%%a"=="distributionSha512" set "EXPECTED=%%b"
)
for %%f in ("%PINNED%") do set "NAME=%%~nxf"
set "NAME=%NAME:-bin.tar.gz=%"
set "URL=%PINNED%"
set "MIRROR=%MVNW_REPOURL%"
if defined MIRROR if "%MIRROR:~-1%"=="/" set "MIRROR=%MIRROR:~0,-1%"
if defined MIRROR set "URL=%MIRROR%/org/apache/maven/apache-maven/%NAME:apache-maven-=%/%NAME%-bin.tar.gz"
if defined MVNW_DISTRIBUTION_URL set "URL=%MVNW_DISTRIBUTION_URL%"
set "CACHE=%USERPROFILE%\.m2\wrapper"
set "HOME_DIR=%CACHE%\%NAME%-%EXPECTED:~0,12%"
set "MVN=%HOME_DIR%\bin\mvn.cmd"
if exist "%MVN%" goto :run

set "WORK=%CACHE%\download.%RANDOM%%RANDOM%"
mkdir "%WORK%" 2>nul
curl.exe --fail --silent --location --retry 2 --connect-timeout 20 --output "%WORK%\archive" "%URL%"
if errorlevel 1 (
  echo mvnw: cannot download %URL%; check the network, or install Maven 3.8 or newer>&2
  goto :failed
)
set "ACTUAL="
for /f "skip=1 delims=" %%h in ('certutil -hashfile "%WORK%\archive" SHA512') do if not defined ACTUAL set "ACTUAL=%%h"
if /i not "%ACTUAL: =%"=="%EXPECTED%" (
  echo mvnw: %URL% has SHA-512 %ACTUAL%, expected %EXPECTED%>&2
  goto :failed
)
tar.exe -xzf "%WORK%\archive" -C "%WORK%"
if errorlevel 1 (
  echo mvnw: cannot unpack %URL%>&2
  goto :failed
)
move "%WORK%\%NAME%" "%HOME_DIR%" >nul 2>nul
rmdir /s /q "%WORK%" 2>nul
if not exist "%MVN%" (
  echo mvnw: cannot create %HOME_DIR%>&2
  exit /b 1
)

:run
call "%MVN%" %*
exit /b %ERRORLEVEL%

:failed
rmdir /s /q "%WORK%" 2>nul
exit /b 1

rem Sets MVN to %1 if that is a Maven 3.8 or newer.
:try
if not exist %1 exit /b 0
set "MAJOR="
for /f "tokens=3,4 delims=. " %%a in ('call %1 --version 2^>nul ^| findstr /b /c:"Apache Maven"') do if not defined MAJOR (
  set "MAJOR=%%a"
  set "MINOR=%%b"
)
if not defined MAJOR exit /b 0
if %MAJOR% GTR 3 set "MVN=%~1"
if %MAJOR% EQU 3 if %MINOR% GEQ 8 set "MVN=%~1"
exit /b 0
