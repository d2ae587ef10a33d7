package org.distroc.diag;

/**
 * Every kind of diagnostic that distroc reports. The thousands digit names the phase: 1 the
 * recipe's text, 2 the kernel and its options, 3 the init program, 4 the image, 5 the host, 6 the
 * build, 7 the guest, 8 the command line and the generated files, 9 distroc itself.
 *
 * <p>Each has a page {@code docs/codes/<code>.md}, which {@code distroc explain} prints, and an
 * example that the tests run. A released code is never reused for something else.
 */
public enum Code {
  /** The recipe does not exist. */
  D1001(ExitCode.RECIPE, "no such recipe"),
  /** The recipe is a folder, a device or something else that is not a file. */
  D1002(ExitCode.RECIPE, "the recipe is not a file"),
  /** The operating system refuses to read the recipe. */
  D1003(ExitCode.RECIPE, "the recipe cannot be read"),
  /** The recipe is larger than 256 KiB. */
  D1004(ExitCode.RECIPE, "the recipe is too large"),
  /** The recipe holds bytes that are not UTF-8. */
  D1005(ExitCode.RECIPE, "not UTF-8 text"),
  /** A control character or one that changes the writing direction. */
  D1006(ExitCode.RECIPE, "a character that is not allowed in a recipe"),
  /** The recipe is empty. */
  D1007(ExitCode.RECIPE, "the recipe is empty"),
  /** A tab used for indentation. */
  D1008(ExitCode.RECIPE, "a tab in the indentation"),
  /** The recipe is not valid YAML. */
  D1009(ExitCode.RECIPE, "not YAML"),
  /** An unknown key. */
  D1010(ExitCode.RECIPE, "unknown key"),
  /** A duplicate key in a map. */
  D1011(ExitCode.RECIPE, "duplicate key"),
  /** An anchor, an alias, a merge key or a tag. */
  D1012(ExitCode.RECIPE, "unsupported YAML feature"),
  /** More than one YAML document in a file. */
  D1013(ExitCode.RECIPE, "more than one YAML document"),
  /** Maps and lists nested too deeply. */
  D1014(ExitCode.RECIPE, "nested too deeply"),
  /** A key that is not text. */
  D1015(ExitCode.RECIPE, "a key that is not text"),
  /** An unsupported version of the recipe language. */
  D1016(ExitCode.RECIPE, "unknown language version"),
  /** A file of another kind, such as a README or a kernel configuration. */
  D1017(ExitCode.RECIPE, "not a recipe"),
  /** A required key is missing. */
  D1020(ExitCode.RECIPE, "missing key"),
  /** A value of the wrong kind, such as a list for a text. */
  D1021(ExitCode.RECIPE, "wrong type"),
  /** A value that is not one of the allowed ones. */
  D1022(ExitCode.RECIPE, "unknown value"),
  /** A string that does not match the required pattern. */
  D1023(ExitCode.RECIPE, "wrong format"),
  /** A number, string or list that is too small or too large. */
  D1024(ExitCode.RECIPE, "out of range"),
  /** None, or several, of a set of mutually exclusive keys. */
  D1025(ExitCode.RECIPE, "not exactly one choice"),
  /** A duplicate list item. */
  D1026(ExitCode.RECIPE, "duplicate item"),
  /** A kernel option with the prefix CONFIG_. */
  D1030(ExitCode.RECIPE, "an option with CONFIG_"),
  /** A boolean instead of y, n or m. */
  D1031(ExitCode.RECIPE, "not y, n or m"),
  /** The kernel command line is too long. */
  D1032(ExitCode.RECIPE, "the command line is too long"),
  /** A test needs a console, but there is none. */
  D1033(ExitCode.RECIPE, "no console to test"),
  /** An initramfs is asked for without an init program. */
  D1034(ExitCode.RECIPE, "an initramfs without an init"),
  /** A key that conflicts with the value of another key. */
  D1035(ExitCode.RECIPE, "conflicting keys"),
  /** A path that leads out of the recipe's folder. */
  D1040(ExitCode.RECIPE, "path outside the recipe's folder"),
  /** A file or folder that the recipe names does not exist. */
  D1041(ExitCode.RECIPE, "no such file"),
  /** A path names a folder instead of a file, or a file instead of a folder. */
  D1042(ExitCode.RECIPE, "wrong type of file"),
  /** A base cannot be fetched from its server. */
  D1043(ExitCode.HOST, "a base cannot be fetched"),
  /** A commit, a branch or an artifact that is not at the address of a base. */
  D1044(ExitCode.RECIPE, "no such base"),
  /** A branch, a tag or a version that no lock file pins. */
  D1045(ExitCode.RECIPE, "a base that is not pinned"),
  /** A base is not what the lock file has. */
  D1046(ExitCode.RECIPE, "a base differs from the lock file"),
  /** A fetched base names a folder with a kernel. */
  D1047(ExitCode.RECIPE, "a folder in a fetched base"),
  /** A fetched base sets arguments of QEMU. */
  D1048(ExitCode.RECIPE, "arguments of QEMU in a fetched base"),
  /** A base in a git repository on this machine, outside the recipe's folder. */
  D1049(ExitCode.RECIPE, "a base outside the recipe's folder"),
  /** Typed text without a newline. */
  D1050(ExitCode.RECIPE, "Enter is never pressed"),
  /** A backslash escape outside double quotes, where it has no meaning. */
  D1051(ExitCode.RECIPE, "a backslash that is not an escape"),
  /** A test that cannot fail. */
  D1052(ExitCode.RECIPE, "the test checks nothing"),
  /** A key that has no effect because of another key. */
  D1053(ExitCode.RECIPE, "a key without effect"),
  /** What was fetched for a base is damaged, too large, or hostile. */
  D1054(ExitCode.RECIPE, "a base that is refused"),
  /** A recipe from a registry is not signed by a key of the settings. */
  D1055(ExitCode.RECIPE, "a recipe that is not signed"),
  /** A recipe that others could not build. */
  D1056(ExitCode.RECIPE, "a recipe that cannot be shared"),
  /** An invalid regular expression. */
  D1060(ExitCode.RECIPE, "invalid regular expression"),
  /** A regular expression with nested repetitions. */
  D1061(ExitCode.RECIPE, "regular expression too large"),
  /** A step that needs a screen, on a machine without one. */
  D1062(ExitCode.RECIPE, "a step that needs a text screen"),
  /** An unknown keyboard key. */
  D1063(ExitCode.RECIPE, "unknown key of the keyboard"),
  /** A reference to something that no regular expression captures. */
  D1064(ExitCode.RECIPE, "undefined capture"),
  /** A step that needs a network, on a machine without one. */
  D1065(ExitCode.RECIPE, "a port without a network"),
  /** Two measurements or screenshots of one test have the same name. */
  D1066(ExitCode.RECIPE, "duplicate name"),
  /** The variants of a machine have too many combinations. */
  D1067(ExitCode.RECIPE, "too many variants"),
  /** A variant boots a format that is not built, or that its machine cannot start. */
  D1068(ExitCode.RECIPE, "nothing to boot"),
  /** An exclusion that matches no variant. */
  D1069(ExitCode.RECIPE, "an exclusion without effect"),
  /** All combinations of variants are excluded. */
  D1070(ExitCode.RECIPE, "all variants are excluded"),
  /** A lock file cannot be read. */
  D1080(ExitCode.RECIPE, "invalid lock file"),
  /** Part of the recipe differs from the lock file. */
  D1082(ExitCode.RECIPE, "the recipe differs from the lock file"),
  /** A file that the recipe names differs from the lock file. */
  D1083(ExitCode.RECIPE, "a file differs from the lock file"),
  /** The kernel source or its configuration differs from the lock file. */
  D1084(ExitCode.RECIPE, "the kernel differs from the lock file"),
  /** This distroc generates other files than the one that wrote the lock file. */
  D1085(ExitCode.RECIPE, "distroc differs from the lock file"),
  /** The locked version of the kernel package is no longer offered. */
  D1086(ExitCode.RECIPE, "the locked kernel is no longer available"),
  /** Tool versions differ from the lock file. */
  D1087(ExitCode.BUILD, "the tools differ from the lock file"),
  /** An unpinned kernel source cannot be locked. */
  D1088(ExitCode.RECIPE, "the recipe cannot be locked"),
  /** An argument of QEMU that is not known to be harmless. */
  D1090(ExitCode.RECIPE, "an argument of QEMU needs your consent"),
  /** A kernel source in a folder outside the recipe's own. */
  D1091(ExitCode.RECIPE, "a kernel source outside the recipe's folder"),
  /** Programs of a kernel source, on a host without a sandbox. */
  D1092(ExitCode.RECIPE, "programs without a sandbox"),
  /** What the user trusts cannot be recorded. */
  D1093(ExitCode.HOST, "trust cannot be recorded"),
  /** A recipe that is its own base, directly or through others. */
  D1100(ExitCode.RECIPE, "a base that extends itself"),
  /** More bases than a reader can follow. */
  D1101(ExitCode.RECIPE, "too many bases"),
  /** A removal of what no base sets. */
  D1102(ExitCode.RECIPE, "nothing to remove"),
  /** Two bases that set a key differently. */
  D1103(ExitCode.RECIPE, "bases that disagree"),
  /** A missing value over one of a base. */
  D1104(ExitCode.RECIPE, "no value over one of a base"),
  /** A map in place of a list that does not change it. */
  D1105(ExitCode.RECIPE, "not a change of a list"),
  /** A key that does not depend on the architecture. */
  D1106(ExitCode.RECIPE, "a key that cannot depend on the architecture"),
  /** A base that does not name its language. */
  D1107(ExitCode.RECIPE, "a base that is not a recipe"),
  /** A value for a parameter that is not declared. */
  D1110(ExitCode.RECIPE, "unknown parameter"),
  /** A parameter without a value. */
  D1111(ExitCode.RECIPE, "missing parameter"),
  /** A value that a parameter cannot have. */
  D1112(ExitCode.RECIPE, "invalid parameter"),
  /** A dollar sign and braces around what is no parameter. */
  D1113(ExitCode.RECIPE, "undeclared parameter"),

  /** A recipe sets something for a format that it does not build. */
  D1150(ExitCode.RECIPE, "settings of a format that is not built"),

  /** A boot loader would change a parameter of the kernel. */
  D1151(ExitCode.RECIPE, "a kernel parameter that a boot loader changes"),

  /** Two settings of a format cannot both be. */
  D1152(ExitCode.RECIPE, "settings of a format that exclude each other"),

  /** There is no package of that name with a kernel source. */
  D2000(ExitCode.RECIPE, "no such kernel package"),
  /** The digest of a tarball differs from the recipe. */
  D2001(ExitCode.RECIPE, "checksum mismatch"),
  /** A tarball is missing, or the file is not a tarball. */
  D2002(ExitCode.RECIPE, "the tarball cannot be read"),
  /** An unsupported URL, or one that does not exist. */
  D2003(ExitCode.RECIPE, "the URL is not a tarball"),
  /** An archive is damaged, malicious, or of an unsupported type. */
  D2004(ExitCode.RECIPE, "the archive cannot be unpacked"),
  /** A folder, commit or tarball does not contain a kernel. */
  D2005(ExitCode.RECIPE, "not a kernel source tree"),
  /** A kernel tree was configured or built in place, so it cannot be built out of tree. */
  D2006(ExitCode.RECIPE, "the kernel source is not clean"),
  /** An option that does not take effect. */
  D2007(ExitCode.RECIPE, "an option does not take effect"),
  /** The repository does not have the commit. */
  D2008(ExitCode.RECIPE, "no such commit"),
  /** An unsupported git URL or commit. */
  D2009(ExitCode.RECIPE, "invalid git source"),
  /** A name that is not a system call of the kernel. */
  D2010(ExitCode.RECIPE, "unknown system call"),
  /** The kernel reserves a number for the system call but does not implement it. */
  D2011(ExitCode.RECIPE, "the system call is not implemented"),
  /** The kernel's table or prototype of a system call is missing or cannot be parsed. */
  D2012(ExitCode.RECIPE, "the system call cannot be parsed"),
  /** olddefconfig did not accept an option of the recipe. */
  D2050(ExitCode.RECIPE, "an option did not take effect"),
  /** The computed configuration differs from that of olddefconfig. */
  D2051(ExitCode.RECIPE, "distroc's configuration differs from olddefconfig"),
  /** An option of the recipe repeats the base configuration. */
  D2060(ExitCode.RECIPE, "an option repeats the base"),
  /** The display is serial, but the kernel has no serial console. */
  D2061(ExitCode.RECIPE, "the kernel has no serial console"),
  /** The display is a screen, but the kernel has no console on it. */
  D2062(ExitCode.RECIPE, "the kernel has no screen console"),
  /** Init is 64-bit, but the kernel is 32-bit. */
  D2063(ExitCode.RECIPE, "32-bit kernel, 64-bit init"),
  /** There is an init, but the kernel cannot run ELF programs. */
  D2064(ExitCode.RECIPE, "the kernel cannot run ELF programs"),
  /** A kernel that prints nothing. */
  D2065(ExitCode.RECIPE, "the kernel prints nothing"),
  /** Lines of a .config file or fragment that come out otherwise. */
  D2070(ExitCode.RECIPE, "a line of a .config does not take effect"),
  /** A .config file for another architecture than that of the recipe. */
  D2071(ExitCode.RECIPE, "the .config is for another architecture"),
  /** A .config file that does not configure a kernel. */
  D2072(ExitCode.RECIPE, "the .config is of another program"),
  /** The value of an option is the path of a file that does not exist. */
  D2073(ExitCode.RECIPE, "an option names a missing file"),
  /** The kernel contains an initramfs besides the one that distroc builds. */
  D2074(ExitCode.RECIPE, "two initramfs archives"),
  /**
   * A change of options that the recipe cannot express, or that cannot be written into its text.
   */
  D2080(ExitCode.RECIPE, "the recipe cannot be edited automatically"),
  /** The recipe was changed by another process while distroc worked on it. */
  D2081(ExitCode.RECIPE, "the recipe changed in the meantime"),
  /** A Kconfig file is missing or unreadable. */
  D2100(ExitCode.RECIPE, "a Kconfig file cannot be read"),
  /** A syntax error in a Kconfig file. */
  D2101(ExitCode.RECIPE, "Kconfig syntax error"),
  /** A block of a Kconfig file that is not closed, or closed by the wrong keyword. */
  D2102(ExitCode.RECIPE, "unclosed block in a Kconfig file"),
  /** An invalid choice, or member of one, in a Kconfig file. */
  D2103(ExitCode.RECIPE, "invalid choice"),
  /** A dependency loop between options. */
  D2104(ExitCode.RECIPE, "dependency cycle between options"),
  /** A macro that cannot be expanded. */
  D2105(ExitCode.RECIPE, "a Kconfig macro fails"),
  /** A Kconfig file that includes itself. */
  D2106(ExitCode.RECIPE, "a Kconfig file includes itself"),
  /** Kconfig files exceed a size limit. */
  D2107(ExitCode.RECIPE, "the Kconfig files exceed a limit"),
  /** Something odd in a Kconfig file that the kernel accepts. */
  D2108(ExitCode.RECIPE, "a questionable line in a Kconfig file"),
  /** A shell command of a Kconfig macro that cannot be run. */
  D2109(ExitCode.HOST, "a Kconfig command failed"),
  /** An ignored line of a .config file. */
  D2110(ExitCode.RECIPE, "a .config line has no effect"),
  /** The base configuration is missing. */
  D2111(ExitCode.RECIPE, "the base configuration cannot be read"),
  /** A file given as a configuration sets no option. */
  D2112(ExitCode.RECIPE, "not a kernel configuration"),
  /** An unknown kernel option. */
  D2120(ExitCode.RECIPE, "the kernel has no such option"),
  /** A text that make or the shell would evaluate. */
  D2130(ExitCode.RECIPE, "an option's text would be evaluated"),
  /** A text that is the path of a file which is no input. */
  D2131(ExitCode.RECIPE, "an option names a file outside the kernel source"),
  /** A file of the kernel source is missing, too large, or not a regular file. */
  D2140(ExitCode.RECIPE, "a file of the kernel source cannot be read"),
  /** {@code console=} has a path. */
  D2150(ExitCode.RECIPE, "a console with a path"),
  /** {@code console=} names a console that no driver of the kernel has. */
  D2151(ExitCode.RECIPE, "the kernel has no such console"),
  /** The last {@code console=} is not what the machine shows. */
  D2152(ExitCode.RECIPE, "init's console is not shown"),
  /** The configuration overrides the recipe's command line. */
  D2153(ExitCode.RECIPE, "the kernel ignores the command line"),
  /** {@code rdinit=} names a file that is not in the initramfs. */
  D2154(ExitCode.RECIPE, "rdinit names a missing file"),
  /** A parameter changes nothing. */
  D2155(ExitCode.RECIPE, "a parameter without effect"),
  /** The kernel has no such parameter. */
  D2156(ExitCode.RECIPE, "unknown kernel parameter"),
  /** The kernel cannot mount the root that the command line names. */
  D2157(ExitCode.RECIPE, "the root cannot be mounted"),
  /** The machine has a network card that the kernel does not drive. */
  D2158(ExitCode.RECIPE, "the kernel has no network driver"),
  /** The machine has more processors than the kernel uses. */
  D2159(ExitCode.RECIPE, "processors that the kernel does not use"),
  /** An option is a module, and nothing loads modules. */
  D2160(ExitCode.RECIPE, "a module that nothing loads"),
  /** The machine has less memory than the kernel needs. */
  D2161(ExitCode.RECIPE, "too little memory for the kernel"),
  /** QEMU does not have what the recipe names. */
  D2162(ExitCode.RECIPE, "a name that QEMU does not know"),
  /** A flag of QEMU and its value are one item. */
  D2163(ExitCode.RECIPE, "a flag and its value in one item"),
  /** A flag of QEMU that distroc sets. */
  D2164(ExitCode.RECIPE, "a flag that distroc sets"),
  /** An architecture never had the system call. */
  D2200(ExitCode.RECIPE, "a system call that the architecture lacks"),
  /** QEMU's board for an architecture has no such device. */
  D2201(ExitCode.RECIPE, "a device that the machine lacks"),
  /** A recipe lists several architectures, and the command works on one. */
  D2202(ExitCode.USAGE, "one of several architectures has to be chosen"),
  /** `--arch` names an architecture that is not in the recipe's list. */
  D2203(ExitCode.RECIPE, "an architecture that is not in the recipe's list"),
  /** A system call that the recipe lists, and that the configuration leaves out. */
  D2170(ExitCode.RECIPE, "the kernel is built without a system call"),

  /** Init is not an ELF file. */
  D3001(ExitCode.RECIPE, "init is not a program"),
  /** Init is a truncated or damaged ELF file. */
  D3002(ExitCode.RECIPE, "init is a damaged ELF file"),
  /** Init is for another processor than the kernel. */
  D3003(ExitCode.RECIPE, "init is for another architecture"),
  /** Init needs shared libraries or a loader that the initramfs lacks. */
  D3004(ExitCode.RECIPE, "init needs a dynamic loader"),
  /** Code accesses memory relative to %fs, but no C library has set it up. */
  D3005(ExitCode.RECIPE, "thread-local memory is used without a C library"),
  /** A function falls through into the code after it. */
  D3006(ExitCode.RECIPE, "a function falls through into the next"),
  /** A system call takes its fourth parameter from r10, which was never set. */
  D3007(ExitCode.RECIPE, "the fourth argument is not where the kernel looks"),
  /** The entry point is not in executable memory. */
  D3008(ExitCode.RECIPE, "the entry point is not code"),
  /** The code at the entry point returns, but has no return address. */
  D3009(ExitCode.RECIPE, "the entry point returns"),
  /** A function is called with a stack that is not aligned to 16 bytes. */
  D3010(ExitCode.RECIPE, "the stack is not aligned"),
  /** Init has an executable stack. */
  D3011(ExitCode.RECIPE, "the stack is executable"),
  /** A segment of init is both writable and executable. */
  D3012(ExitCode.RECIPE, "memory is writable and executable"),
  /** Code writes to memory that is mapped read-only. */
  D3013(ExitCode.RECIPE, "a write to read-only memory"),
  /** 64-bit code makes 32-bit system calls, which this kernel lacks. */
  D3014(ExitCode.RECIPE, "a 32-bit system call"),
  /** A jump or call to an address outside the code. */
  D3015(ExitCode.RECIPE, "a jump to an address without code"),
  /** Code executes a privileged instruction. */
  D3016(ExitCode.RECIPE, "a privileged instruction"),
  /** main can return, which ends process 1. */
  D3017(ExitCode.RECIPE, "process 1 can exit"),
  /** Init refers to a system call that the configuration leaves out. */
  D3018(ExitCode.RECIPE, "init uses a system call that the kernel is built without"),
  /** An {@code init.allow} names a finding that was not reported. */
  D3020(ExitCode.RECIPE, "unused init.allow"),
  /** A source of init includes a file that is no input of the build. */
  D3030(ExitCode.RECIPE, "init includes a file outside its project"),
  /** The linker accepts init, but warns. */
  D3040(ExitCode.RECIPE, "the linker warns about init"),
  /** No source of init defines the function that the start-up code calls. */
  D3041(ExitCode.RECIPE, "init has no main"),
  /** The linker rejects init, for a reason other than a missing or repeated name. */
  D3042(ExitCode.BUILD, "init does not link"),

  /** The kernel cannot unpack the initramfs. */
  D4001(ExitCode.RECIPE, "the kernel cannot unpack the initramfs"),
  /** The kernel ignores the initramfs, which contains init. */
  D4002(ExitCode.RECIPE, "the kernel ignores the initramfs"),
  /** A Debian package that no suite has. */
  D4200(ExitCode.RECIPE, "unknown package"),
  /** A dependency of a Debian package that nothing in the suites satisfies. */
  D4201(ExitCode.RECIPE, "unsatisfied dependency"),
  /** Debian packages that exclude each other. */
  D4202(ExitCode.RECIPE, "conflicting packages"),
  /** Two Debian packages that have the same file. */
  D4203(ExitCode.RECIPE, "two packages with the same file"),
  /** A .deb that is damaged, or made to do harm. */
  D4204(ExitCode.RECIPE, "damaged package"),
  /** A .deb with another digest or size than its list or the lock file says. */
  D4205(ExitCode.RECIPE, "checksum mismatch for a package"),
  /** A .deb that the archive no longer has. */
  D4206(ExitCode.HOST, "the archive no longer has a package"),
  /** Package lists that cannot be fetched. */
  D4207(ExitCode.HOST, "no package lists"),
  /** A package that is not in the cache while distroc is offline. */
  D4208(ExitCode.HOST, "a package is not cached"),
  /** A package of the root differs from the lock file. */
  D4209(ExitCode.RECIPE, "a package differs from the lock file"),
  /** A maintainer script, which does not run. */
  D4210(ExitCode.RECIPE, "a maintainer script is not run"),
  /** A program that its package does not have. */
  D4220(ExitCode.RECIPE, "a package without the program"),
  /** A library, a loader or an interpreter that no package has. */
  D4221(ExitCode.RECIPE, "a program without its library"),
  /** A program of a package for another architecture. */
  D4222(ExitCode.RECIPE, "a program for another architecture"),
  /** An applet that busybox does not have, or a program without applets. */
  D4230(ExitCode.RECIPE, "unknown applet"),
  /** Services that come after each other. */
  D4300(ExitCode.RECIPE, "services wait for each other"),
  /** after names a service that the recipe does not have. */
  D4301(ExitCode.RECIPE, "no such service"),
  /** run does not start with the path of a program. */
  D4302(ExitCode.RECIPE, "not a program"),
  /** A readiness that nothing waits for. */
  D4303(ExitCode.RECIPE, "unused readiness"),
  /** A service waits for one that ends the system first. */
  D4304(ExitCode.RECIPE, "never ready"),
  /** A user other than root with a port that is reserved for root. */
  D4305(ExitCode.RECIPE, "a reserved port"),
  /** A port is waited for while the loopback interface is down. */
  D4306(ExitCode.RECIPE, "no loopback interface"),
  /** Something needs a file system that nothing mounts. */
  D4307(ExitCode.RECIPE, "not mounted"),
  /** A mount hides an earlier one. */
  D4308(ExitCode.RECIPE, "hidden by a mount"),
  /** A gateway outside of the network of its interface. */
  D4309(ExitCode.RECIPE, "an unreachable gateway"),
  /** A user that rootfs does not declare. */
  D4310(ExitCode.RECIPE, "no such user"),
  /** A program that init starts and nothing brings. */
  D4311(ExitCode.RECIPE, "a program that is not in the root"),
  /** The kernel lacks an option that the described init needs. */
  D4312(ExitCode.RECIPE, "an option that init needs"),
  /** An interface is set up, and the machine has no card. */
  D4313(ExitCode.RECIPE, "no network card"),
  /** A device file that nothing brings to /dev. */
  D4314(ExitCode.RECIPE, "a device that is not in /dev"),

  /** A path that no file in a root file system can have. */
  D4110(ExitCode.RECIPE, "a path that cannot be in the root file system"),
  /** A path of {@code rootfs.files} without a content, or a folder with one. */
  D4111(ExitCode.RECIPE, "neither a file nor a folder"),
  /** A verb for root file systems, and a recipe without one. */
  D4112(ExitCode.RECIPE, "the recipe has no root file system"),
  /** An owner or a group that the recipe does not declare. */
  D4113(ExitCode.RECIPE, "an unknown user or group"),
  /** Two sources bring different things to one path. */
  D4114(ExitCode.RECIPE, "two sources bring the same path"),
  /** A hard link to what is no file of the root. */
  D4115(ExitCode.RECIPE, "a hard link to no file"),
  /** The root has no program that the kernel starts. */
  D4117(ExitCode.RECIPE, "the root file system has no init"),
  /** A folder of the recipe holds what an archive cannot. */
  D4118(ExitCode.RECIPE, "a file that cannot be in the root file system"),
  /** {@code null} for a path that nothing brings. */
  D4119(ExitCode.RECIPE, "nothing is removed"),
  /** A program in the root is for another machine, or damaged. */
  D4120(ExitCode.RECIPE, "a program that this machine cannot run"),
  /** The loader of a program is not in the root. */
  D4121(ExitCode.RECIPE, "a loader that is not in the root"),
  /** A library of a program is not in the root. */
  D4122(ExitCode.RECIPE, "a library that is not in the root"),
  /** The interpreter of a script is not in the root. */
  D4123(ExitCode.RECIPE, "an interpreter that is not in the root"),
  /** The root does not fit into the machine's memory. */
  D4124(ExitCode.RECIPE, "the root file system does not fit into memory"),
  /** The kernel lacks an option that the root needs. */
  D4125(ExitCode.RECIPE, "an option that the root file system needs"),
  /** Two users or groups with one number. */
  D4126(ExitCode.RECIPE, "a user or group number that is taken"),
  /** A file that {@code users} generates is written in {@code files} too. */
  D4127(ExitCode.RECIPE, "account files that are written twice"),
  /** UEFI cannot start a kernel that is no EFI program. */
  D5100(ExitCode.RECIPE, "the kernel is no EFI program"),

  /** A kernel lacks what it needs to mount a root file system on a disk. */
  D5101(ExitCode.RECIPE, "the kernel cannot mount the root on the disk"),

  /** A tool that a step needs is not installed. */
  D5001(ExitCode.HOST, "missing tools"),
  /** Installing the missing tools failed. */
  D5002(ExitCode.HOST, "installing tools failed"),
  /** A path has characters that make or the kernel's build cannot handle. */
  D5003(ExitCode.HOST, "a path that make cannot handle"),
  /** The host has no apt to get Debian packages. */
  D5020(ExitCode.HOST, "no apt on this host"),
  /** apt has no package lists. */
  D5021(ExitCode.HOST, "apt has no package lists"),
  /** The kernel source is not in the cache, and distroc runs offline. */
  D5022(ExitCode.HOST, "the kernel source is not cached"),
  /** A download is incomplete or has the wrong checksum. */
  D5023(ExitCode.HOST, "the download failed"),
  /** The cache cannot be written. */
  D5024(ExitCode.HOST, "the cache is not writable"),
  /** A tool that gets or unpacks a kernel source is missing. */
  D5025(ExitCode.HOST, "missing tool for the kernel source"),
  /** apt-get failed. */
  D5026(ExitCode.HOST, "apt-get failed"),
  /** git failed. */
  D5027(ExitCode.HOST, "git failed"),
  /** No space left for the cache or for temporary files. */
  D5030(ExitCode.HOST, "a disk is full"),
  /** The QEMU program that a machine needs is not installed. */
  D5040(ExitCode.HOST, "QEMU not found"),
  /** QEMU exited before it ran a guest. */
  D5041(ExitCode.HOST, "QEMU does not start"),
  /** KVM was requested but does not work. */
  D5042(ExitCode.HOST, "KVM does not work"),
  /** QEMU cannot show the display in a terminal. */
  D5043(ExitCode.HOST, "QEMU lacks a display"),
  /** A remote cache is unreachable, too slow, or misbehaves. */
  D5050(ExitCode.HOST, "shared cache not usable"),
  /** A file from a remote cache has the wrong checksum. */
  D5051(ExitCode.HOST, "damaged file from a shared cache"),
  /** A remote cache has different content under the same name. */
  D5052(ExitCode.HOST, "a different kernel in a shared cache"),
  /** A distcc host is unreachable, or its compiler produces different bytes. */
  D5053(ExitCode.HOST, "a distcc host was skipped"),
  /** distcc is off because of debug information, for which it produces different bytes. */
  D5054(ExitCode.HOST, "distcc is not used with debug information"),
  /** The recipe is not writable. */
  D5060(ExitCode.HOST, "the recipe is not writable"),
  /** The kernel's menuconfig could not be built, or failed. */
  D5061(ExitCode.HOST, "menuconfig failed"),
  /** The current folder was deleted, or its name is not UTF-8. */
  D5080(ExitCode.HOST, "the current folder cannot be used"),
  /** The user requires a sandbox, and the host has none that works. */
  D5070(ExitCode.HOST, "the sandbox does not work"),
  /** A build step needs more memory, larger files or more processes than the sandbox allows. */
  D5071(ExitCode.BUILD, "a build step reached a limit"),

  /** A build step failed. */
  D6001(ExitCode.BUILD, "a build step failed"),
  /** The compiler rejects a source file of the recipe. */
  D6002(ExitCode.BUILD, "the program does not compile"),
  /** A build step timed out. */
  D6003(ExitCode.BUILD, "a build step timed out"),
  /** The build folder cannot be written. */
  D6004(ExitCode.BUILD, "the build folder is not writable"),
  /** No space left for the build folder. */
  D6010(ExitCode.BUILD, "the disk with the build folder is full"),
  /** A source file uses an undefined function or variable. */
  D6020(ExitCode.BUILD, "undefined symbol"),
  /** A function or variable is defined twice. */
  D6021(ExitCode.BUILD, "symbol defined twice"),
  /** The compiler warns about a source file of the recipe. */
  D6022(ExitCode.BUILD, "compiler warning"),
  /** The outputs differ from the lock file. */
  D6030(ExitCode.BUILD, "the outputs differ from the lock file"),
  /** Two builds of one recipe differ. */
  D6031(ExitCode.BUILD, "two builds differ"),
  /** An image differs from what the recipe builds. */
  D6032(ExitCode.BUILD, "the image differs"),
  /** A file to compare is not an output of the recipe. */
  D6033(ExitCode.USAGE, "nothing to compare with"),
  /** The second build, in a varied environment, failed. */
  D6034(ExitCode.BUILD, "the second build failed"),
  /** A kernel option makes builds non-reproducible. */
  D6035(ExitCode.BUILD, "the kernel build is not reproducible"),
  /** The build folder holds files that distroc did not write. */
  D6040(ExitCode.BUILD, "the build folder is not distroc's"),
  /** Something in the build folder was not written by distroc or make. */
  D6041(ExitCode.BUILD, "unexpected files in the build folder"),
  /** A step succeeded, but its output is missing, stale or damaged. */
  D6042(ExitCode.BUILD, "an output is missing or damaged"),
  /** The clock jumped during a step. */
  D6043(ExitCode.BUILD, "the clock jumped"),
  /** A symbolic link leads to the build folder. */
  D6044(ExitCode.BUILD, "the build folder is behind a link"),
  /** Files of a kernel source in the cache were edited. */
  D6045(ExitCode.BUILD, "a kernel source in the cache was edited"),
  /** A server of finished kernels sent something else. */
  D6046(ExitCode.BUILD, "a shared cache sent a wrong file"),

  /** A version in a registry is something else. */
  D6050(ExitCode.BUILD, "a version that exists"),
  /** A recipe is not pulled into a folder that is there. */
  D6051(ExitCode.USAGE, "the folder exists"),
  /** Nothing could be signed. */
  D6053(ExitCode.HOST, "signing failed"),
  /** A recipe from a registry cannot be written. */
  D6052(ExitCode.HOST, "the recipe cannot be written"),

  /** The guest timed out. */
  D7000(ExitCode.TIMEOUT, "the guest timed out"),
  /** The kernel panicked. */
  D7001(ExitCode.GUEST, "the kernel panicked"),
  /** The guest ended before its test. */
  D7002(ExitCode.GUEST, "the guest ended too early"),
  /** QEMU exited while the guest was running. */
  D7003(ExitCode.GUEST, "QEMU exited unexpectedly"),
  /** The kernel panicked with another message than expected. */
  D7004(ExitCode.GUEST, "not the expected panic"),
  /** Text to type contains a character that no key produces. */
  D7005(ExitCode.RECIPE, "a text that cannot be typed"),
  /** The guest does not read its keyboard. */
  D7006(ExitCode.GUEST, "the guest does not read its keyboard"),
  /** The guest printed text that the test forbids. */
  D7010(ExitCode.GUEST, "forbidden output"),
  /** A test step timed out. */
  D7011(ExitCode.TIMEOUT, "a step timed out"),
  /** A measured time exceeds its budget. */
  D7012(ExitCode.GUEST, "a measured time exceeds its budget"),
  /** The guest did not end as its test expects. */
  D7013(ExitCode.GUEST, "unexpected outcome"),
  /** A guest printed nothing under KVM and was retried under TCG. */
  D7014(ExitCode.GUEST, "silent under KVM"),
  /** There is no test of that name. */
  D7015(ExitCode.USAGE, "no such test"),
  /** A test report cannot be written. */
  D7016(ExitCode.USAGE, "the report cannot be written"),
  /** An explanation of a guest's failure. */
  D7040(ExitCode.GUEST, "why the guest failed"),
  /** The kernel's system calls cannot be traced. */
  D7060(ExitCode.RECIPE, "the kernel cannot be traced"),
  /** QEMU's gdb stub is missing or does not respond. */
  D7061(ExitCode.GUEST, "QEMU's gdb stub failed"),
  /** There is no init to trace. */
  D7062(ExitCode.RECIPE, "no init to trace"),
  /** The debugger cannot run Python, which distroc's commands are written in. */
  D7070(ExitCode.HOST, "gdb without Python"),
  /** A debugger script failed. */
  D7071(ExitCode.GUEST, "a gdb command failed"),
  /** A debugger script timed out. */
  D7072(ExitCode.TIMEOUT, "the gdb commands timed out"),
  /** The kernel compiled with symbols differs from the one that boots. */
  D7073(ExitCode.BUILD, "the kernel's symbols do not match"),
  /** The guest to debug did not start. */
  D7074(ExitCode.GUEST, "QEMU did not start for the debugger"),
  /** Init has no such function or variable. */
  D7075(ExitCode.USAGE, "no such symbol in init"),
  /** Init cannot be disassembled. */
  D7076(ExitCode.BUILD, "init cannot be disassembled"),
  /** The start of a boot stage was not observed. */
  D7080(ExitCode.GUEST, "a boot stage was not seen"),
  /** There is neither a terminal nor a test. */
  D7090(ExitCode.GUEST, "built, not booted"),
  /** A recipe to test has no test. */
  D7091(ExitCode.RECIPE, "the recipe has no test"),
  /** Ports are to lead to a guest that has no network. */
  D7130(ExitCode.RECIPE, "no network to forward ports to"),
  /** A port of the host is taken. */
  D7131(ExitCode.HOST, "a port of this host that is not free"),

  /** The command line is wrong. */
  D8001(ExitCode.USAGE, "usage error"),
  /** A file that the recipe names cannot be read. */
  D8002(ExitCode.RECIPE, "a file cannot be read"),
  /** A generated file was edited by hand; the edited file was kept as a copy. */
  D8003(ExitCode.BUILD, "a generated file was edited"),
  /** A file cannot be written. */
  D8005(ExitCode.USAGE, "a file cannot be written"),
  /** The user's settings contain an error. */
  D8050(ExitCode.USAGE, "invalid settings"),
  /** Two things that cannot be compared, or one without a counterpart. */
  D8060(ExitCode.USAGE, "these cannot be compared"),
  /** A git revision that does not exist, or that cannot be read. */
  D8061(ExitCode.USAGE, "the revision cannot be read"),

  /** An internal error of distroc. */
  D9001(ExitCode.BUG, "distroc has a bug");

  private final ExitCode exit;
  private final String title;

  Code(ExitCode exit, String title) {
    this.exit = exit;
    this.title = title;
  }

  /** The exit code if this is the worst error. */
  public ExitCode exit() {
    return exit;
  }

  /** A short title, the same for every diagnostic with this code. */
  public String title() {
    return title;
  }
}
