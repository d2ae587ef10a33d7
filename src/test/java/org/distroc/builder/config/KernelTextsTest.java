package org.distroc.builder.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.distroc.diag.Span;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.kconfig.Differential;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kconfig.value.SymbolType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Texts that try to run a command, in every text option of a kernel that distroc lets them into,
 * through the kernel's own configuration and its make: none may run. Needs {@code
 * distroc.kernel.trees}: those of 6.1 and 6.12, separated by a colon.
 */
@Tag("kernel")
class KernelTextsTest {
  private static final Span AT = new Span("recipe.yaml", 7, 5, 4, "line");

  /** Each would run what stands in place of RUN if something in the chain evaluated it. */
  private static final List<String> TEXTS =
      List.of(
          "$(shell RUN)",
          "${shell RUN}",
          "$(shell,RUN)",
          "$$(RUN)",
          "$(RUN)",
          "`RUN`",
          "; RUN ;",
          "| RUN",
          "& RUN &",
          "&& RUN",
          "|| RUN",
          "x; RUN #",
          "x\" ; RUN ; \"",
          "x' ; RUN ; '",
          "x\\\" ; RUN ; \\\"",
          "x\\",
          "$(eval $(shell RUN))",
          "$(if $(shell RUN),a,b)",
          "$(foreach i,1,$(shell RUN))",
          "$(call x,$(shell RUN))",
          "$(info $(shell RUN))",
          "$(error $(shell RUN))",
          "$(wildcard $(shell RUN))",
          "$(or ,$(shell RUN))",
          "$(file >MARK)",
          "$(file >MARK,text)",
          "a $(shell RUN) b",
          "a$(shell RUN)b",
          "$(shell RUN) # comment",
          "# $(shell RUN)",
          "x := $(shell RUN)",
          "x: ; RUN",
          "include /dev/null $(shell RUN)",
          "$(subst a,b,$(shell RUN))",
          "$(x)$(shell RUN)$(y)",
          ">MARK",
          "2>MARK",
          "x >MARK",
          "<(RUN)",
          "$(<MARK)",
          "${x:=`RUN`}",
          "${x:-$(RUN)}",
          "!RUN",
          "%{RUN}",
          "-o MARK",
          "--output=MARK",
          "@MARK",
          "plain",
          "two words",
          "under/a/folder",
          "");

  /** Options that others stand behind. */
  private static final List<String> BEHIND =
      List.of(
          "64BIT",
          "BLK_DEV_INITRD",
          "CMDLINE_BOOL",
          "MODULES",
          "MODULE_SIG",
          "MODULE_COMPRESS",
          "KEYS",
          "CRYPTO",
          "ASYMMETRIC_KEY_TYPE",
          "ASYMMETRIC_PUBLIC_KEY_SUBTYPE",
          "X509_CERTIFICATE_PARSER",
          "PKCS7_MESSAGE_PARSER",
          "SYSTEM_TRUSTED_KEYRING",
          "SYSTEM_BLACKLIST_KEYRING",
          "SYSTEM_REVOCATION_LIST",
          "SYSTEM_EXTRA_CERTIFICATE",
          "SECONDARY_TRUSTED_KEYRING",
          "FW_LOADER",
          "NET",
          "WIRELESS",
          "CFG80211",
          "SECURITY",
          "BLOCK",
          "PM",
          "HIBERNATION",
          "EXPERT");

  private static final int ROUNDS = 2;

  @TempDir Path folder;
  private Path objects;
  private Path mark;
  private Path source;

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void noTextRuns() throws IOException {
    runNone(0);
  }

  @Test
  @Tag("long")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void noTextRunsInANewerKernel() throws IOException {
    runNone(1);
  }

  private void runNone(int index) throws IOException {
    source = Path.of(System.getProperty("distroc.kernel.trees", "").split(":")[index]);
    objects = Files.createDirectory(folder.resolve("objects"));
    mark = folder.toRealPath().resolve("mark");
    Differential run = new Differential(source, Differential.Arch.X86, folder);
    BuildStrings read = BuildStrings.read(run.tree.model());
    List<String> names = new ArrayList<>();
    run.tree
        .model()
        .options()
        .filter(option -> option.type() == SymbolType.STRING && option.hasPrompt())
        .forEach(option -> names.add(option.name()));
    StringBuilder base = new StringBuilder(run.conf.target("tinyconfig"));
    BEHIND.forEach(name -> base.append("CONFIG_").append(name).append("=y\n"));

    // What distroc refuses does run: the test could fail.
    configure(base.toString(), Map.of("INITRAMFS_SOURCE", text("$(shell RUN)")));
    make("usr/");
    assertTrue(Files.deleteIfExists(mark), "the kernel's make does not evaluate texts");

    int tried = 0;
    int hostile = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, String> values = new TreeMap<>();
      int place = round * TEXTS.size() / ROUNDS;
      for (String name : names) {
        String text = next(read, name, place++);
        values.put(name, text);
        hostile += text.contains(mark.toString()) ? 1 : 0;
      }
      configure(base.toString(), values);
      tried += written(values);
      make("-k", "kernelrelease", "usr/", "certs/", "drivers/base/firmware_loader/");
      assertFalse(Files.exists(mark), "one of these ran: " + values);
    }
    assertTrue(hostile > names.size(), hostile + " of " + names);
    assertTrue(tried > 8 * ROUNDS, tried + " reached the kernel's configuration");
  }

  private String text(String pattern) {
    return pattern.replace("RUN", "touch " + mark).replace("MARK", mark.toString());
  }

  /** The first text from a place in the corpus on that distroc accepts for an option. */
  private String next(BuildStrings read, String name, int place) {
    for (int i = 0; i < TEXTS.size(); i++) {
      String text = text(TEXTS.get((place + i) % TEXTS.size()));
      if (TextChecks.check(
              read,
              asked -> Optional.of(text),
              new MissingFiles(Path.of(""), () -> null) {
                @Override
                boolean lacks(String option, String path, String reader) {
                  return false;
                }
              },
              Map.of(name, AT))
          .isEmpty()) {
        return text;
      }
    }
    throw new AssertionError("not even nothing is accepted for " + name);
  }

  private void configure(String base, Map<String, String> values) throws IOException {
    StringBuilder config = new StringBuilder(base);
    values.forEach(
        (name, text) ->
            config.append(new Assignment(name, text).line(SymbolType.STRING)).append('\n'));
    Files.writeString(objects.resolve(".config"), config);
    make("olddefconfig", "syncconfig");
    assertTrue(Files.exists(objects.resolve("include/config/auto.conf")), "no auto.conf");
  }

  /** How many texts are in what make includes. */
  private int written(Map<String, String> values) throws IOException {
    String config = Files.readString(objects.resolve(".config"));
    return (int)
        values.keySet().stream().filter(name -> config.contains("\nCONFIG_" + name + "=")).count();
  }

  /**
   * Some targets fail, for a file that is named and does not exist: nothing may run all the same.
   */
  private void make(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("make", "-C", source.toString(), "O=" + objects));
    all.addAll(List.of("ARCH=x86", "-s"));
    all.addAll(List.of(words));
    Outcome outcome =
        new ProcessRunner(Host.ofProcess()).run(Command.of(all).limit(Duration.ofMinutes(10)));
    assertFalse(outcome.timedOut(), outcome.lastLines(20));
  }
}
