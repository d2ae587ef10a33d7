package org.distroc.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.distroc.host.Host;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.shell.KconfigEnvironment;
import org.distroc.kconfig.shell.ProcessShellRunner;
import org.distroc.kconfig.shell.ShellResultCache;
import org.distroc.kconfig.value.ByteStrings;

/** Compares our configurations of one tree and architecture with those of the kernel's program. */
public final class Differential {
  /** The architectures that are compared, each with the prefix of its compiler. */
  public enum Arch {
    X86("x86_64", "x86", "x86_64_defconfig", ""),
    ARM64("arm64", "arm64", "defconfig", "aarch64-linux-gnu-"),
    RISCV("riscv", "riscv", "defconfig", "riscv64-linux-gnu-");

    private final String make;
    private final String source;
    private final String defconfig;
    private final String prefix;

    Arch(String make, String source, String defconfig, String prefix) {
      this.make = make;
      this.source = source;
      this.defconfig = defconfig;
      this.prefix = prefix;
    }

    /** With the tools of this machine. */
    public KconfigEnvironment.Target target() {
      return new KconfigEnvironment.Target(make, source, defconfig, prefix());
    }

    /** As make takes it. */
    public String make() {
      return make;
    }

    /** Without a cross compiler both sides ask the host's, which answers both the same. */
    public String prefix() {
      boolean installed =
          Stream.of(System.getenv("PATH").split(":"))
              .anyMatch(p -> Files.isExecutable(Path.of(p, prefix + "gcc")));
      return installed ? prefix : "";
    }
  }

  public final KconfigTree tree;
  public final ConfProgram conf;
  private final Path folder;
  public final String title;

  public int compared;
  public final List<String> differences = new ArrayList<>();

  public Differential(Path srctree, Arch arch, Path folder) {
    this.folder = folder;
    this.title = srctree.getFileName() + " " + arch.make;
    Path scratch = folder.resolve("scratch");
    scratch.toFile().mkdirs();
    try (ProcessShellRunner shell = new ProcessShellRunner(Host.ofProcess(), scratch, srctree)) {
      KconfigEnvironment environment =
          KconfigEnvironment.of(srctree, arch.target(), shell, new ShellResultCache());
      tree = KconfigTree.load(srctree, environment);
      conf = ConfProgram.build(srctree, folder, environment.variables());
    }
  }

  /** The base itself, and the minimal form of it. */
  public String base(String target) {
    String theirs = conf.target(target);
    Configuration ours = tree.resolve(new BaseConfig.Target(target), List.of());
    compare(target, theirs, ours.write());
    return theirs;
  }

  public void minimal(String what, String config) {
    Configuration ours =
        tree.resolve(new BaseConfig.Text(what, ByteStrings.toText(config)), List.of());
    compare(what + " minimal", conf.savedefconfig(config), ours.writeMinimal());
  }

  /** A fragment merged into a base by the kernel's own script, or just appended to it. */
  public void fragment(String what, String base, String fragment, boolean script) {
    String theirs = conf.olddefconfig(script ? conf.mergeText(base, fragment) : base + fragment);
    Configuration ours =
        script
            ? tree.resolve(
                new BaseConfig.Text(what, ByteStrings.toText(base)), ByteStrings.toText(fragment))
            : tree.resolve(
                new BaseConfig.Text(what, ByteStrings.toText(base + fragment)), List.of());
    compare(what, theirs, ours.write());
  }

  /** {@code count} fragments on a base: half of them flips, half parts of random configurations. */
  public void fragments(String target, String base, int count, List<String> random, long seed) {
    FragmentGenerator generator = new FragmentGenerator(tree, seed);
    for (int i = 0; i < count; i++) {
      String what = target + " fragment " + i;
      if (i % 2 == 0) {
        fragment(what, base, generator.flip(), i % 4 == 0);
      } else {
        fragment(what, base, generator.partOf(random.get(i / 2 % random.size())), false);
      }
    }
  }

  /** Every file that the tree ships for the architecture. */
  public void shippedConfigs() {
    String srcarch = tree.model().srcarch();
    Path configs = tree.srctree().resolve("arch/" + srcarch + "/configs");
    String start = conf.target("defconfig");
    try (Stream<Path> files = Files.list(configs)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith("defconfig")) {
          base(name);
        } else {
          String text = Files.readString(file, StandardCharsets.ISO_8859_1);
          fragment(name, start, text, true);
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void compare(String what, String theirs, byte[] oursBytes) {
    compared++;
    String ours = new String(oursBytes, StandardCharsets.ISO_8859_1);
    if (theirs.equals(ours)) {
      return;
    }
    String difference = title + " " + what + ": " + firstDifference(theirs, ours);
    differences.add(difference);
    try {
      Path kept = Files.createDirectories(folder.resolve("different"));
      String file = (title + "-" + what).replaceAll("[^A-Za-z0-9_.]+", "-");
      Files.write(kept.resolve(file + ".conf"), theirs.getBytes(StandardCharsets.ISO_8859_1));
      Files.write(kept.resolve(file + ".ours"), oursBytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String firstDifference(String theirs, String ours) {
    List<String> a = theirs.lines().toList();
    List<String> b = ours.lines().toList();
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      String left = i < a.size() ? a.get(i) : "(end)";
      String right = i < b.size() ? b.get(i) : "(end)";
      if (!left.equals(right)) {
        return "line " + (i + 1) + ": conf `" + left + "`, ours `" + right + "`";
      }
    }
    return "only the end differs";
  }
}
