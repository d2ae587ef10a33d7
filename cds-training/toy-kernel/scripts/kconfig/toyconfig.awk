# Gives a configuration the form that the kernel's own tool would: every option of Kconfig once, the
# last value of each, none whose one dependency is off.
FILENAME ~ /Kconfig$/ && $1 == "mainmenu" { title = $0; gsub(/^mainmenu "|"$/, "", title); next }
FILENAME ~ /Kconfig$/ && $1 == "config" { name = $2; order[++count] = name; next }
FILENAME ~ /Kconfig$/ && $1 == "depends" { needs[name] = $3; next }
FILENAME ~ /Kconfig$/ && $1 == "range" { least[name] = $2; next }
FILENAME ~ /Kconfig$/ && ($1 == "bool" || $1 == "string" || $1 == "int" || $1 == "hex") {
	type[name] = $1
	next
}
/^CONFIG_/ { split($0, part, "="); value[substr(part[1], 8)] = substr($0, length(part[1]) + 2) }
/^# CONFIG_.* is not set$/ { value[substr($2, 8)] = "n" }
END {
	usual["string"] = "\"\""
	usual["int"] = 0
	usual["hex"] = "0x0"
	print "#\n# Automatically generated file; DO NOT EDIT.\n# " title "\n#"
	for (i = 1; i <= count; i++) {
		name = order[i]
		if (name in needs && value[needs[name]] != "y") {
			value[name] = ""
			continue
		}
		if (value[name] == "" && type[name] != "bool")
			value[name] = name in least ? least[name] : usual[type[name]]
		if (type[name] == "bool" && value[name] != "y")
			print "# CONFIG_" name " is not set"
		else
			print "CONFIG_" name "=" value[name]
	}
}
