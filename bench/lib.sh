# shellcheck shell=sh
# Shared by the benchmarks: `. bench/lib.sh` from the top folder.

# Prints tab-separated lines from standard input as rows of a table, each as it arrives. The arguments
# are the widths of the columns: negative aligns to the left, 0 does not pad.
table() {
  awk -F '\t' -v widths="$*" '
    BEGIN { columns = split(widths, width, " ") }
    {
      line = ""
      for (i = 1; i <= columns; i++)
        line = line (i > 1 ? " " : "") (width[i] == 0 ? $i : sprintf("%" width[i] "s", $i))
      sub(/ +$/, "", line)
      print line
      fflush()
    }'
}

# One line for `table`: its arguments, separated by tabs.
cells() { (IFS='	' && printf '%s\n' "$*"); }

# The median of the numbers on standard input, one per line; of an even number the lower one.
median() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

# A number with two decimals, or as many as the third argument says: the first divided by the second.
ratio() { awk -v a="$1" -v b="$2" -v digits="${3:-2}" 'BEGIN { printf "%.*f\n", digits, a / (b > 0 ? b : 1) }'; }

# The wall-clock time of a command, in milliseconds; its output is discarded.
milliseconds() {
  milliseconds_start=$(date +%s%N)
  "$@" >/dev/null 2>&1
  echo $((($(date +%s%N) - milliseconds_start) / 1000000))
}
