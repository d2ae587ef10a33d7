#!/bin/sh
# merge_config.sh -m -O FOLDER BASE FRAGMENT: both, one after the other; the last value counts.
cat "$4" "$5" >"$3/.config.new" && mv "$3/.config.new" "$3/.config"
