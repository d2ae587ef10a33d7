package org.distroc.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Hostile kernel sources, archives, build folders and machines. */
final class HostileFolders {
  /** What a program of a hostile source may try. */
  private static final List<String> COMMANDS =
      List.of(
          "@RUN@",
          "@OUT@/evil",
          "cat @OUT@/secret.h >stolen",
          "cp @OUT@/secret.h .",
          "cat ~/.ssh/id_rsa >stolen",
          "echo x >>~/.bashrc",
          "echo x >>../hostile.yaml",
          "rm -rf @OUT@/victim ~/victim",
          "mv @OUT@/victim @OUT@/moved",
          "ln @OUT@/secret.h stolen",
          "chmod 777 @OUT@/secret.h",
          "touch -d 2001-01-01 @OUT@/secret.h",
          "bash -c 'echo x >/dev/tcp/127.0.0.1/1'",
          "setsid sh -c 'sleep 3; @RUN@' >/dev/null 2>&1 &",
          "kill -9 $$PPID",
          "mount -t tmpfs x @OUT@",
          "unshare -r @RUN@",
          "cat /proc/1/environ /etc/shadow >stolen",
          "ls /root @OUT@ >stolen",
          "ptrace=1 strace -p 1",
          "mkfifo @OUT@/fifo");

  private final List<HostileRecipe> all = new ArrayList<>();

  private HostileFolders() {}

  static List<HostileRecipe> all() throws IOException {
    HostileFolders folders = new HostileFolders();
    folders.kernels();
    folders.links();
    folders.archives();
    folders.buildFolders();
    folders.machines();
    return folders.all;
  }

  private HostileRecipe add(String family) throws IOException {
    HostileRecipe recipe = new HostileRecipe(String.format("%s-%03d", family, all.size()));
    all.add(recipe);
    return recipe;
  }

  private void kernels() throws IOException {
    for (String command : COMMANDS) {
      add("kconfig").kernel("Kconfig", "\nx := $(shell," + command.replace("$$", "$") + ")\n");
      add("make").kernel("Makefile", "\nx := $(shell " + command + ")\n");
      add("rule").kernel("Makefile", "\nolddefconfig: evil\nevil:\n\t" + command + "\n");
      add("script")
          .file(
              "linux/scripts/kconfig/merge_config.sh",
              "#!/bin/sh\n" + command.replace("$$", "$") + "\ncat \"$4\" \"$5\" >\"$3/.config\"\n");
    }
    add("kconfig").kernel("Kconfig", "\nsource \"@OUT@/secret.h\"\n");
    add("kconfig").kernel("Kconfig", "\nsource \"$(shell,echo @OUT@/secret.h)\"\n");
    add("kconfig").kernel("Kconfig", "\nconfig E\n\tdef_bool $(success,@RUN@)\n");
    add("kconfig").kernel("Kconfig", "\nconfig E\n\tstring \"e\"\n\tdefault \"$(shell,@RUN@)\"\n");
    add("make").kernel("Makefile", "\ninclude @OUT@/secret.h\n");
    add("make").kernel("Makefile", "\nSHELL := @OUT@/evil\n");
    add("make").kernel("Makefile", "\n$(file >@OUT@/pwned,x)\n");
    add("make").kernel("Makefile", "\nexport CC := @OUT@/evil\nexport PATH := @OUT@:$(PATH)\n");
    String fopen =
        "\n#include <stdio.h>\n__attribute__((constructor)) static void evil(void) {"
            + " FILE *f = fopen(\"@OUT@/%s\", \"%s\"); (void)f; }\n";
    add("program").kernel("usr/gen_init_cpio.c", String.format(fopen, "pwned", "w"));
    add("program").kernel("usr/gen_init_cpio.c", String.format(fopen, "secret.h", "r"));
    add("program").kernel("usr/gen_init_cpio.c", "\n#include \"@OUT@/secret.h\"\n");
    add("program")
        .kernel(
            "usr/gen_init_cpio.c",
            "\n#include <stdlib.h>\n__attribute__((constructor)) static void evil(void) {"
                + " if (system(\"@RUN@\")) {} }\n");
    add("program").kernel("scripts/kconfig/toyconfig.awk", "\nBEGIN { system(\"@RUN@\") }\n");
  }

  /** Files of a kernel source that are links. */
  private void links() throws IOException {
    for (String file :
        List.of(
            "Kconfig",
            "Makefile",
            "kernel.txt",
            "Kbuild",
            "usr/gen_init_cpio.c",
            "include/linux/syscalls.h",
            "arch/x86/entry/syscalls/syscall_64.tbl",
            "kernel/configs/tiny-base.config",
            "scripts/kconfig/toyconfig.awk")) {
      add("link").shell("rm -f linux/" + file).link("linux/" + file, "@OUT@/secret.h");
    }
    for (String folder : List.of("usr", "arch", "include", "scripts", "kernel")) {
      add("link").shell("rm -rf linux/" + folder + "; ln -s @OUT@ linux/" + folder);
    }
    add("fifo").shell("rm linux/Kconfig; mkfifo linux/Kconfig");
    add("fifo").shell("rm linux/kernel.txt; mkfifo linux/kernel.txt");
  }

  private void archives() throws IOException {
    Map<String, String> archives =
        Map.ofEntries(
            Map.entry(
                "dots", "tar -cf a.tar --transform 's,^kernel.txt,../../../../pwned,' -C linux ."),
            Map.entry(
                "absolute",
                "tar -P -cf a.tar --transform 's,^evil.txt,@OUT@/pwned,' linux evil.txt"),
            Map.entry(
                "link",
                "ln -s @OUT@ linux/out; tar -cf a.tar linux; rm linux/out;"
                    + " mkdir linux/out; echo x >linux/out/pwned; tar -rf a.tar linux/out/pwned"),
            Map.entry(
                "hard",
                "ln @OUT@/secret.h linux/hard; ln linux/hard linux/hard2; tar -P -cf a.tar"
                    + " --transform 's,^linux/hard$,@OUT@/secret.h,;' linux; rm linux/hard"
                    + " linux/hard2"),
            Map.entry("symlink", "ln -sf @OUT@/secret.h linux/kernel.txt; tar -cf a.tar linux"),
            Map.entry(
                "climb",
                "rm linux/Kconfig; ln -s ../../../../../../..@OUT@/secret.h linux/Kconfig;"
                    + " tar -cf a.tar linux"),
            Map.entry("fifo", "mkfifo linux/f; tar -cf a.tar linux"),
            Map.entry("setuid", "cp /bin/true linux/t; chmod 4755 linux/t; tar -cf a.tar linux"),
            Map.entry(
                "evil", "printf '\\nx := $(shell,@RUN@)\\n' >>linux/Kconfig; tar -cf a.tar linux"),
            Map.entry(
                "make", "printf '\\nx := $(shell @RUN@)\\n' >>linux/Makefile; tar -cf a.tar linux"),
            Map.entry(
                "name",
                "mkdir 'linux/$(shell @RUN@)' || mkdir 'linux/$(shell id)';"
                    + " tar -cf a.tar linux"),
            Map.entry("top", "mv -- linux '-x;id'; tar -cf a.tar -- '-x;id'; mv -- '-x;id' linux"));
    for (String archive : new TreeMap<>(archives).values()) {
      add("archive")
          .file("evil.txt", "x")
          .with("{path: linux}", "{tarball: {file: a.tar, sha256: DIGEST}}")
          .shell(archive)
          .shell("sed -i s/DIGEST/$(sha256sum <a.tar | cut -c-64)/ hostile.yaml");
    }
  }

  /** What a {@code build} may bring with it. */
  private void buildFolders() throws IOException {
    String script = "#!/bin/sh\n@RUN@\ncp \"$1\" \"$2\"\n";
    for (String file :
        List.of(
            "GNUmakefile",
            "makefile",
            "Makefile",
            ".distroc/Makefile",
            "objects/Makefile",
            "tools/sstrip",
            "tools/gen_init_cpio",
            "init",
            "init.elf",
            "hello.o",
            "libinit.a")) {
      String text = file.startsWith("tools") ? script : "$(shell @RUN@)\nall:\n\t@RUN@\n";
      add("folder")
          .file("build/toy/" + file, text)
          .shell("chmod +x build/toy/" + file + "; touch -d 2030-01-01 build/toy/" + file);
    }
    for (String file :
        List.of(
            "init",
            "init.elf",
            "init.o",
            "bzImage",
            "System.map",
            "kernel.config",
            "tinyconfig.config",
            "initramfs.cpio",
            "toy.iso",
            "Makefile",
            "README.md",
            "manifest.json",
            "hello.c",
            "hello.o",
            "init.ld",
            "initramfs.list",
            "kernel.fragment",
            "libinit.a",
            "syscalls.h",
            "tools/sstrip",
            "tools/sstrip.c",
            "tools/gen_init_cpio",
            "rootfs/init",
            ".distroc/log",
            "kernel.config.new",
            "tinyconfig.config.new",
            "isolinux.cfg")) {
      add("link").link("build/toy/" + file, "@OUT@/victim");
    }
    for (String folder : List.of(".distroc", "tools", "rootfs", "iso", "objects", "debug")) {
      add("link").shell("mkdir -p build/toy; ln -s @OUT@ build/toy/" + folder);
    }
    add("link").shell("ln -s @OUT@ build");
    add("link").shell("mkdir build; ln -s @OUT@ build/toy");
    for (String file : List.of("Makefile", "kernel.config", "manifest.json", "init", "hello.c")) {
      add("fifo").shell("mkdir -p build/toy; mkfifo build/toy/" + file);
    }
    add("hard").shell("mkdir -p build/toy; ln @OUT@/victim build/toy/init");
    add("hard").shell("mkdir -p build/toy; ln @OUT@/victim build/toy/bzImage");
    add("hard").shell("mkdir -p build/toy; ln @OUT@/victim build/toy/Makefile");
  }

  /** Machines that QEMU should emulate. */
  private void machines() throws IOException {
    for (List<String> flags :
        List.of(
            List.of("-sandbox", "off", "-incoming", "exec:@RUN@"),
            List.of("-incoming", "exec:@RUN@"),
            List.of("-debugcon", "file:@OUT@/pwned"),
            List.of("-drive", "file=@OUT@/secret.h,format=raw"),
            List.of("-fw_cfg", "name=opt/x,file=@OUT@/secret.h"),
            List.of("-monitor", "tcp:0.0.0.0:4444,server,nowait"),
            List.of("-nic", "user"),
            List.of("-netdev", "user,id=n,guestfwd=tcp:10.0.2.100:1-cmd:@RUN@"),
            List.of("-net", "user,smb=@OUT@"),
            List.of("-nic", "tap,script=@OUT@/evil,downscript=no"),
            List.of("-chardev", "file,id=c,path=@OUT@/pwned"),
            List.of("-chardev", "socket,id=c,host=127.0.0.1,port=4445,server=on,wait=off"),
            List.of("-chardev", "pipe,id=c,path=@OUT@/fifo"),
            List.of("-serial", "file:@OUT@/pwned"),
            List.of("-parallel", "file:@OUT@/pwned"),
            List.of("-qmp", "tcp:127.0.0.1:4446,server,nowait"),
            List.of("-gdb", "tcp::4447"),
            List.of("-s"),
            List.of("-vnc", ":7"),
            List.of("-spice", "port=4448,disable-ticketing=on"),
            List.of("-D", "@OUT@/pwned"),
            List.of("-d", "cpu", "-D", "@OUT@/pwned"),
            List.of("-pidfile", "@OUT@/pwned"),
            List.of("-readconfig", "@OUT@/secret.h"),
            List.of("-writeconfig", "@OUT@/pwned"),
            List.of("-kernel", "@OUT@/secret.h"),
            List.of("-initrd", "@OUT@/secret.h"),
            List.of("-dtb", "@OUT@/secret.h"),
            List.of("-bios", "@OUT@/secret.h"),
            List.of("-L", "@OUT@"),
            List.of("-option-rom", "@OUT@/secret.h"),
            List.of("-acpitable", "file=@OUT@/secret.h"),
            List.of("-smbios", "file=@OUT@/secret.h"),
            List.of("-cdrom", "@OUT@/secret.h"),
            List.of("-hda", "@OUT@/secret.h"),
            List.of("-hdb", "fat:rw:@OUT@"),
            List.of("-virtfs", "local,path=@OUT@,mount_tag=x,security_model=none"),
            List.of("-fsdev", "local,id=f,path=@OUT@,security_model=none"),
            List.of("-object", "memory-backend-file,id=m,size=4096,mem-path=@OUT@/pwned"),
            List.of("-object", "secret,id=s,file=@OUT@/secret.h"),
            List.of("-object", "rng-random,id=r,filename=@OUT@/secret.h"),
            List.of("-blockdev", "driver=file,node-name=b,filename=@OUT@/secret.h"),
            List.of("-device", "loader,file=@OUT@/secret.h,addr=0x100000"),
            List.of("-device", "VGA,romfile=@OUT@/secret.h"),
            List.of("-trace", "enable=*,file=@OUT@/pwned"),
            List.of("-plugin", "@OUT@/evil.so"),
            List.of("-runas", "nobody"),
            List.of("-chroot", "@OUT@"),
            List.of("-daemonize"),
            List.of("-tpmdev", "passthrough,id=t,path=@OUT@/secret.h"),
            List.of("-mem-path", "@OUT@"),
            List.of("-icount", "shift=1,rr=record,rrfile=@OUT@/pwned"),
            List.of("-display", "egl-headless,rendernode=@OUT@/secret.h"),
            List.of("-audiodev", "wav,id=a,path=@OUT@/pwned"),
            List.of("-dump-vmstate", "@OUT@/pwned"))) {
      add("flags").flags(flags.toArray(String[]::new));
    }
    for (String machine :
        List.of(
            "pc,firmware=@OUT@/secret.h",
            "pc,dumpdtb=@OUT@/pwned",
            "pc,kernel=@OUT@/secret.h",
            "pc,initrd=@OUT@/secret.h",
            "pc,dtb=@OUT@/secret.h",
            "pc,accel=tcg,firmware=x",
            "pc,memory-backend=x",
            "q35,pflash0=x",
            "none")) {
      add("machine").with("display: serial", "display: serial\n  machine: " + machine).tested();
    }
    for (String cpu : List.of("max,file=@OUT@/secret.h", "max,+x,=y", "qemu64,pmu=@OUT@")) {
      add("machine").with("display: serial", "display: serial\n  cpu: " + cpu).tested();
    }
  }
}
