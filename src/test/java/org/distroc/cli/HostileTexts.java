package org.distroc.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.distroc.diag.Json;

/** Hostile text in a recipe and in the files that it names. */
final class HostileTexts {
  /** Text that one of the languages of a build would evaluate. */
  static final List<String> PAYLOADS =
      List.of(
          "$(shell @RUN@)",
          "${shell @RUN@}",
          "$(eval x:=$(shell @RUN@))",
          "$(file >@OUT@/pwned,x)",
          "$(info $(shell @RUN@))",
          "$$(@RUN@)",
          "$(@RUN@)",
          "`@RUN@`",
          "; @RUN@ #",
          "x' ; @RUN@ ; '",
          "x\\\" ; @RUN@ ; \\\"",
          "x\" ; @RUN@ ; \"",
          "| @RUN@",
          "&& @RUN@",
          "x > @OUT@/pwned",
          "$(shell,@RUN@)",
          "$(foreach x,y,$(shell @RUN@))",
          "$(or $(shell @RUN@))",
          "*/ @RUN@ /*",
          "%d%n$(call shell,@RUN@)");

  /** Lines of a file that make or a shell would read. */
  private static final List<String> LINES =
      List.of(
          "$(shell @RUN@)",
          "x := $(shell @RUN@)",
          "include @OUT@/secret.h",
          "-include @OUT@/evil.mk",
          "all:\n\t@RUN@",
          "CONFIG_PRINTK=y $(shell @RUN@)",
          "CONFIG_DEFAULT_HOSTNAME=\"$(shell @RUN@)\"",
          "CONFIG_DEFAULT_HOSTNAME=\"x\"\n$(shell @RUN@)",
          "CONFIG_LOCALVERSION=\"`@RUN@`\"",
          "CONFIG_LOCALVERSION=\"\\\"; @RUN@; \\\"\"",
          "CONFIG_NR_CPUS=$(shell @RUN@)",
          "CONFIG_PHYSICAL_START=0x0;@RUN@",
          "# CONFIG_$(shell @RUN@) is not set",
          "CONFIG_INITRAMFS_SOURCE=\"@OUT@/secret.h\"",
          "CONFIG_INITRAMFS_SOURCE=\"$(shell @RUN@)\"",
          "CONFIG_UNKNOWN=\"$(shell @RUN@)\"",
          "CONFIG_EXTRA_FIRMWARE_DIR=\"@OUT@\"\nCONFIG_EXTRA_FIRMWARE=\"secret.h\"",
          "define x\n$(shell @RUN@)\nendef\n$(x)");

  private final List<HostileRecipe> all = new ArrayList<>();

  private HostileTexts() {}

  static List<HostileRecipe> all() throws IOException {
    HostileTexts texts = new HostileTexts();
    texts.options();
    texts.words();
    texts.paths();
    texts.sources();
    texts.names();
    return texts.all;
  }

  private HostileRecipe add(String family) throws IOException {
    HostileRecipe recipe = new HostileRecipe(String.format("%s-%03d", family, all.size()));
    all.add(recipe);
    return recipe;
  }

  private void options() throws IOException {
    for (String payload : PAYLOADS) {
      add("option").option("DEFAULT_HOSTNAME", payload);
      add("option").option("INITRAMFS_SOURCE", payload);
    }
    for (String payload : PAYLOADS.subList(0, 8)) {
      add("option").option("LOCALVERSION", payload);
      add("option").option("NR_CPUS", payload);
    }
    for (String line : LINES) {
      add("base")
          .with("base: tinyconfig", "base: {file: my.config}")
          .file("my.config", line + "\n");
    }
    for (String base : List.of("../outside/secret.h", "@OUT@/secret.h", "my.config")) {
      add("base")
          .with("base: tinyconfig", "base: {file: " + Json.write(base) + "}")
          .link("my.config", "@OUT@/secret.h");
    }
    add("base")
        .with("base: tinyconfig", "base: my.config")
        .link("linux/kernel/configs/my.config", "@OUT@/secret.h");
    for (String option : List.of("INITRAMFS_SOURCE", "SYSTEM_TRUSTED_KEYS", "MODULE_SIG_KEY")) {
      for (String path : List.of("@OUT@/secret.h", "../outside/secret.h", "link", "~/.ssh")) {
        add("path").option(option, path).link("link", "@OUT@/secret.h");
      }
    }
    add("path").option("EXTRA_FIRMWARE", "secret.h").option("EXTRA_FIRMWARE_DIR", "@OUT@");
    add("path").option("EXTRA_FIRMWARE", "../../../../../..@OUT@/secret.h");
  }

  /** Keys with free text. */
  private void words() throws IOException {
    for (String payload : PAYLOADS) {
      add("text")
          .with("description: A toy.", "description: " + Json.write(payload))
          .with("expect: \"hello\"", "expect: " + Json.write(payload));
      add("cmdline")
          .with("  base:", "  cmdline: [" + Json.write(payload.replace(' ', '\t')) + "]\n  base:");
      add("cmdline")
          .with("  base:", "  cmdline: [" + Json.write(payload.replace(' ', ',')) + "]\n  base:");
    }
    for (String name : List.of("..", "../outside", "-x", "a;b", "$(shell id)", "con/../../x")) {
      add("name").with("name: toy", "name: " + Json.write(name));
    }
    for (String version : List.of("1.0.0-$(id)", "1.0.0+`id`", "1.0.0 ; id", "$(shell @RUN@)")) {
      add("version").with("version: 1.0.0", "version: " + Json.write(version));
    }
    for (String word :
        List.of("!!javax.script.ScriptEngineManager []", "&a [*a]", "!include @OUT@/secret.h")) {
      add("yaml").with("description: A toy.", "description: " + word);
    }
  }

  /** Names of files and folders that a build reads. */
  private void paths() throws IOException {
    for (String path : List.of("@OUT@", "../outside", "link", "/", "/proc/self/root@OUT@")) {
      add("source").with("path: linux", "path: " + Json.write(path)).link("link", "@OUT@");
    }
    for (String folder :
        List.of(
            "a b", "a;b", "a$(id)", "a`id`", "a'b", "a\"b", "a:b", "a#b", "a%b", "a\\b", "-a")) {
      add("source")
          .with("path: linux", "path: " + Json.write(folder))
          .shell("mv linux " + quoted(folder));
    }
    String digest = "0".repeat(64);
    for (String file : List.of("@OUT@/secret.h", "../outside/secret.h", "link", "/dev/zero")) {
      add("tarball")
          .with(
              "{path: linux}",
              "{tarball: {file: " + Json.write(file) + ", sha256: " + digest + "}}")
          .link("link", "@OUT@/secret.h");
    }
    for (String url :
        List.of(
            "file://@OUT@/repository",
            "file:///proc/self/root@OUT@/repository",
            "ssh://-oProxyCommand=truncate${IFS}-s${IFS}1${IFS}@OUT@/pwned/x",
            "ssh://a@-oProxyCommand=id/x")) {
      add("git")
          .with(
              "{path: linux}",
              "{git: {url: " + Json.write(url) + ", commit: " + "0".repeat(40) + "}}")
          .shell("git init -q --bare @OUT@/repository");
    }
  }

  private static String quoted(String word) {
    return "-- '" + word.replace("'", "'\\''") + "'";
  }

  /** Sources of init. */
  private void sources() throws IOException {
    String body =
        "#include \"syscalls.h\"\n"
            + "int main(void) { write(1, \"hello\\n"
            + "\", 6); for (;;) pause(); }\n";
    Map<String, String> heads = new TreeMap<>();
    for (String file :
        List.of(
            "@OUT@/secret.h",
            "../outside/secret.h",
            "../../outside/secret.h",
            "link.h",
            "/proc/self/environ",
            "/etc/passwd",
            "/proc/self/cwd/../../../outside/secret.h")) {
      heads.put("include " + file, "#include \"" + file + "\"\n");
      heads.put(
          "incbin " + file,
          "__asm__(\".section .rodata\\n.globl s\\ns: .incbin \\\""
              + file
              + "\\\"\\n.text\");\n"
              + "extern char s; char *keep = &s;\n");
    }
    heads.put("macro", "#define F \"@OUT@/secret.h\"\n#include F\n");
    heads.put("next", "#include_next \"@OUT@/secret.h\"\n");
    heads.put("has", "#if __has_include(\"@OUT@/secret.h\")\n#error it is there\n#endif\n");
    heads.put("system", "#include <@OUT@/secret.h>\n");
    heads.put("split", "#inc\\\nlude \"@OUT@/secret.h\"\n");
    heads.put(
        "macro asm",
        "__asm__(\".macro m a b\\n"
            + ".\\\\a\\\\()\\\\b \\\"@OUT@/secret.h\\\"\\n"
            + ".endm\\n"
            + "m inc bin\");\n");
    heads.put("asm include", "__asm__(\".include \\\"@OUT@/secret.h\\\"\");\n");
    heads.put("line", "#line 1 \"@OUT@/secret.h\"\n#warning look\n");
    heads.put("dependency", "#pragma GCC dependency \"@OUT@/secret.h\"\n");
    heads.put("pch", "#pragma GCC pch_preprocess \"@OUT@/secret.h\"\n");
    for (String head : heads.values()) {
      add("init").init("i.c", head + body).link("link.h", "@OUT@/secret.h");
    }
    for (String head :
        List.of(
            ".include \"@OUT@/secret.h\"",
            ".incbin \"@OUT@/secret.h\"",
            "#include \"@OUT@/secret.h\"",
            ".incbin \"link.h\"")) {
      add("assembly")
          .with("program: hello", "source: [i.c, j.S]")
          .file("i.c", body)
          .file("j.S", head + "\n")
          .link("link.h", "@OUT@/secret.h");
    }
    add("init").with("program: hello", "source: i.c").link("i.c", "@OUT@/secret.c");
    add("init").with("program: hello", "source: d/i.c").link("d", "@OUT@");
    add("init").with("program: hello", "source: i.c").shell("mkfifo i.c");
    add("init").with("program: hello", "source: i.c").link("i.c", "/dev/zero");
    add("init")
        .with("program: hello", "source: [i.c, syscalls.h]")
        .file("i.c", body)
        .file("syscalls.h", "#include \"@OUT@/secret.h\"\n");
    add("init")
        .with("program: hello", "source: [i.c, tools.h]")
        .file("i.c", body)
        .link("tools.h", "@OUT@/secret.h");
    add("init").with("program: hello", "source: \"../outside/secret.c\"");
    add("init").with("program: hello", "source: \"@OUT@/secret.c\"");
  }

  /** Files next to a recipe that a tool might take for its own. */
  private void names() throws IOException {
    String script = "#!/bin/sh\n@RUN@\n";
    for (String tool : List.of("make", "gcc", "sh", "ld", "xorriso", "qemu-system-x86_64")) {
      add("tool").file(tool, script).shell("chmod +x " + tool).tested();
    }
    for (String file :
        List.of(
            "GNUmakefile",
            "makefile",
            "Makefile",
            ".config",
            "specs",
            ".distroc/config.yaml",
            "config.yaml",
            "Kbuild",
            ".gdbinit",
            ".mkshrc",
            ".qemurc")) {
      add("stray").file(file, "$(shell @RUN@)\n").file("linux/" + file + ".x", "$(shell @RUN@)\n");
    }
    add("stray").file("linux/GNUmakefile", "$(shell @RUN@)\ninclude Makefile\n");
    add("recipe").shell("mv hostile.yaml real.yaml").link(HostileRecipe.RECIPE, "@OUT@/secret.h");
    add("recipe").shell("rm hostile.yaml; mkfifo hostile.yaml");
    add("recipe").shell("rm hostile.yaml").link(HostileRecipe.RECIPE, "/dev/zero");
    for (String entry : List.of("../outside/secret.h", "@OUT@/secret.h", "link")) {
      add("lock")
          .file("hostile.lock.yaml", "lock: v1\nfiles:\n  " + Json.write(entry) + ": \"00\"\n")
          .link("link", "@OUT@/secret.h");
    }
    for (String target : List.of("@OUT@/secret.h", "/dev/zero", "@OUT@/new.yaml")) {
      add("lock").link("hostile.lock.yaml", target);
    }
  }
}
