#!/bin/sh
# Puts Impact Time {version} into your own programs and menu; no administrator is asked.
# Run it again with a newer package to replace it. To remove it: ./install.sh --remove
set -eu
data="${XDG_DATA_HOME:-$HOME/.local/share}"
# Not the folder impact-time: that one is the tracker's own, with time that waits to be sent.
folder="$data/impact-time-program"
entry="$data/applications/impact-time.desktop"
icon="$data/icons/hicolor/256x256/apps/impact-time.png"

if [ "${1:-}" = --remove ]; then
  # The last one is made by the tracker itself, when it is told to start with the system.
  rm -rf "$folder" "$entry" "$icon" "${XDG_CONFIG_HOME:-$HOME/.config}/autostart/com.workforimpact.time.desktop"
  echo "Impact Time is removed. Time that was not sent yet is still in $data/impact-time."
  exit
fi

cd "$(dirname "$0")"
rm -rf "$folder.new"
mkdir -p "$folder.new" "$(dirname "$entry")" "$(dirname "$icon")"
cp ./* "$folder.new/"
rm -rf "$folder"
mv "$folder.new" "$folder"
cp "$folder/impact-time.png" "$icon"
while IFS= read -r line; do
  case "$line" in
    Exec=*) printf 'Exec="%s/impact-time"\n' "$folder" ;;
    *) printf '%s\n' "$line" ;;
  esac
done <"$folder/impact-time.desktop" >"$entry"
echo "Impact Time is in your menu. It can also be started with \"$folder/impact-time\"."
