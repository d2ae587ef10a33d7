package org.distroc.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.arch.Architecture;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.debian.ResolvedPackages;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.format.catalogue.Formats;
import org.distroc.init.InitCalls;
import org.distroc.init.InitConstants;
import org.distroc.init.InitSystem;
import org.distroc.init.InitTable;
import org.distroc.init.Step;
import org.distroc.kconfig.store.OptionIndex;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.kernel.KernelTree;
import org.distroc.kernel.Syscall;
import org.distroc.kernel.SyscallTable;
import org.distroc.kernel.SyscallTables;
import org.distroc.recipe.ConfigFragment;
import org.distroc.recipe.InitProgram;
import org.distroc.recipe.KernelBase;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.RecipeDigests;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.rootfs.Tree;
import org.distroc.spec.Display;
import org.distroc.spec.Feature;
import org.distroc.spec.Libc;

/** Combines a recipe with the facts of its kernel into a plan. It reads nothing else. */
public final class Planner {
  /** The template of a program that a recipe describes. */
  private static final String DESCRIBED = "services";

  private final Recipe recipe;
  private final Optional<Tree> root;
  private final ResolvedPackages packages;
  private final KernelTree tree;
  private final OptionIndex index;
  private final SyscallTables tables;
  private final SourceLocations locations;
  private final List<Diagnostic> findings;

  private Planner(
      Recipe recipe,
      Optional<Tree> root,
      ResolvedPackages packages,
      KernelTree tree,
      OptionIndex index,
      SyscallTables tables,
      List<Diagnostic> findings) {
    this.recipe = recipe;
    this.root = root;
    this.packages = packages;
    this.tree = tree;
    this.index = index;
    this.tables = tables;
    this.findings = findings;
    this.locations = recipe.locations();
  }

  /**
   * The plan for a recipe.
   *
   * @param root the tree of its root file system, if it writes one
   * @param packages that the tree has files of
   * @param index the kernel's options
   * @param tables the system call tables of kernels
   * @param findings gets the diagnostics for what the kernel does not support; the plan leaves that
   *     out, and is then good only for finding more mistakes
   */
  public static BuildPlan plan(
      Recipe recipe,
      Optional<Tree> root,
      ResolvedPackages packages,
      KernelTree tree,
      OptionIndex index,
      SyscallTables tables,
      List<Diagnostic> findings) {
    return new Planner(recipe, root, packages, tree, index, tables, findings).plan();
  }

  private BuildPlan plan() {
    Architecture architecture = Architectures.of(recipe.architecture());
    Machine machine = machine(architecture);
    return new BuildPlan(
        recipe.name(),
        recipe.version(),
        recipe.description().orElse(""),
        architecture,
        kernel(architecture),
        root,
        recipe.init().map(init -> init(init, architecture)),
        image(),
        machine,
        TestMatrix.of(recipe, machine),
        planLocations(),
        new BuildPlan.Origin(
            recipe.file(),
            locations.nearest("").file(),
            RecipeDigests.of(recipe),
            recipe.kernel().source(),
            locations.nearest("/kernel/source"),
            packages,
            locations.variant(),
            locations.locked(),
            recipe.kernel().base() instanceof KernelBase.ConfigFile base
                ? Optional.of(recipe.nameOf(base.file()))
                : Optional.empty()));
  }

  private KernelPlan kernel(Architecture architecture) {
    FragmentLines lines = new FragmentLines(index, findings);
    addFeatures(lines, architecture);
    List<KernelPlan.Fragment> fragments =
        recipe.kernel().fragments().stream().map(this::fragment).toList();
    fragments.forEach(lines::read);
    recipe.kernel().options().forEach((name, value) -> lines.override(option(name, value)));
    KernelBase base = recipe.kernel().base();
    return new KernelPlan(
        tree,
        base instanceof KernelBase.Target target ? Optional.of(target.name()) : Optional.empty(),
        base instanceof KernelBase.ConfigFile file ? Optional.of(file.file()) : Optional.empty(),
        lines.features(),
        fragments,
        lines.options(),
        cmdline(architecture));
  }

  /** Verified at the word in the recipe that asks for them. */
  private void addFeatures(FragmentLines lines, Architecture architecture) {
    List<Feature> features = recipe.kernel().features();
    for (int i = 0; i < features.size(); i++) {
      Span at = locations.nearest("/kernel/features/" + i);
      for (String wanted : architecture.features().of(features.get(i), recipe.qemu().network())) {
        String[] parts = wanted.split("=", 2);
        SymbolType type = index.type(parts[0]).orElse(SymbolType.UNKNOWN);
        String value = parts.length == 1 ? "y" : parts[1];
        lines.add(new KernelPlan.Option(parts[0], value, type, at), features.get(i));
      }
    }
  }

  private KernelPlan.Fragment fragment(ConfigFragment fragment) {
    String path = recipe.nameOf(fragment.file());
    String shown = recipe.shownNameOf(fragment.file());
    return new KernelPlan.Fragment(path, shown, fragment.text(), fragment.sha256());
  }

  private KernelPlan.Option option(String name, String value) {
    Span at = locations.keySpan("/kernel/options/" + name).orElseThrow();
    SymbolType type = index.type(name).orElse(SymbolType.UNKNOWN);
    return new KernelPlan.Option(name, value, type, at);
  }

  /**
   * A serial display needs a {@code console=} parameter, an address by DHCP an {@code ip=}; those
   * in the recipe override them.
   */
  private List<String> cmdline(Architecture architecture) {
    List<String> words = new ArrayList<>();
    boolean named = recipe.kernel().cmdline().stream().anyMatch(w -> w.startsWith("console="));
    if (recipe.qemu().display() == Display.SERIAL && !named) {
      words.add("console=" + architecture.consoles().serial());
    }
    if (asksForAddress()
        && recipe.kernel().cmdline().stream().noneMatch(w -> w.startsWith("ip="))) {
      words.add("ip=dhcp");
    }
    words.addAll(recipe.kernel().cmdline());
    return words;
  }

  /** Whether an interface of a described init gets its address from the kernel. */
  private boolean asksForAddress() {
    return recipe.init().map(Recipe.Init::program).orElse(null) instanceof InitProgram.Described own
        && own.system().all(Step.Action.Interface.class).anyMatch(one -> one.getKey().dhcp());
  }

  private InitPlan init(Recipe.Init init, Architecture architecture) {
    Optional<String> shipped = Optional.empty();
    List<InitPlan.SourceFile> sources = new ArrayList<>();
    if (init.program() instanceof InitProgram.Shipped program) {
      shipped = Optional.of(program.name());
    } else if (init.program() instanceof InitProgram.Sources own) {
      for (Path file : own.files()) {
        String path = recipe.nameOf(file);
        String shown = recipe.shownNameOf(file);
        sources.add(new InitPlan.SourceFile(path, file, shown));
      }
      rejectSameObject(sources);
      if (sources.stream().noneMatch(InitPlan.SourceFile::isCompiled)) {
        findings.add(
            Diagnostic.error(Code.D1023, "`init.source` lists headers only")
                .at(locations.nearest("/init/source"))
                .help("list the C or assembly files that include them too"));
      }
    }
    Optional<InitPlan.Described> described = Optional.empty();
    List<String> calls = calls(init, architecture);
    if (init.program() instanceof InitProgram.Described own) {
      shipped = Optional.of(DESCRIBED);
      InitTable table = InitTable.of(own.system());
      described =
          Optional.of(
              new InitPlan.Described(
                  own.system(), table, constants(own.system(), table, architecture)));
      calls = List.copyOf(InitCalls.of(table, call -> exists(call, architecture)).keySet());
    }
    return new InitPlan(
        shipped,
        sources,
        described,
        init.libc(),
        syscalls(calls, architecture),
        allowed(init.allow()));
  }

  private List<InterfaceConstants.Constant> constants(
      InitSystem system, InitTable table, Architecture architecture) {
    InterfaceConstants constants = new InterfaceConstants(tree, architecture.syscalls());
    return InitConstants.of(system, table).entrySet().stream()
        .map(wanted -> constants.find(wanted.getValue(), wanted.getKey()))
        .toList();
  }

  private boolean exists(String call, Architecture architecture) {
    return tables.of(tree, architecture.syscalls()).names().contains(call);
  }

  private List<InitPlan.Allowance> allowed(List<Code> codes) {
    List<InitPlan.Allowance> allowed = new ArrayList<>();
    for (int i = 0; i < codes.size(); i++) {
      allowed.add(new InitPlan.Allowance(codes.get(i), locations.nearest("/init/allow/" + i)));
    }
    return allowed;
  }

  /** {@code a.c} and {@code a.S} would both become {@code a.o}, and one would silently win. */
  private void rejectSameObject(List<InitPlan.SourceFile> sources) {
    Map<String, String> objects = new HashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      String path = sources.get(i).path();
      String other = objects.putIfAbsent(sources.get(i).object(), path);
      if (other != null) {
        findings.add(
            Diagnostic.error(Code.D1026, "`" + path + "` and `" + other + "` need different names")
                .at(locations.nearest("/init/source/" + i))
                .why("each is compiled to `" + sources.get(i).object() + "`")
                .help("rename one of them"));
      }
    }
  }

  private List<String> calls(Recipe.Init init, Architecture architecture) {
    return init.libc() == Libc.NONE && init.program() instanceof InitProgram.Shipped program
        ? ShippedCalls.of(
            program.name(),
            init.syscalls(),
            name -> tables.of(tree, architecture.syscalls()).has(name))
        : init.syscalls();
  }

  private List<Syscall> syscalls(List<String> names, Architecture architecture) {
    List<Syscall> found = new ArrayList<>();
    if (names.isEmpty()) {
      return found;
    }
    SyscallTable table = tables.of(tree, architecture.syscalls());
    for (int i = 0; i < names.size(); i++) {
      try {
        found.add(table.find(names.get(i), callAt(i)));
      } catch (Failure failure) {
        findings.addAll(failure.diagnostics());
      }
    }
    return found;
  }

  /** Where the recipe asks for a call: in its list or, for the program's own, by its name. */
  private Optional<Span> callAt(int index) {
    return locations.span("/init/syscalls/" + index).or(() -> locations.span("/init/program"));
  }

  private ImagePlan image() {
    return new ImagePlan(
        Formats.of(recipe.image().formats()),
        recipe.image().compression(),
        recipe.image().settings());
  }

  private Machine machine(Architecture architecture) {
    Recipe.Qemu qemu = recipe.qemu();
    return new Machine(
        architecture.board(),
        qemu.memory(),
        qemu.display(),
        qemu.accel(),
        qemu.cpu(),
        qemu.machine(),
        qemu.smp(),
        qemu.network(),
        qemu.firmware(),
        qemu.flags(),
        qemu.drive(),
        DataDisks.of(qemu.disks()));
  }

  private PlanLocations planLocations() {
    List<Span> sources = new ArrayList<>();
    if (recipe.init().map(Recipe.Init::program).orElse(null) instanceof InitProgram.Sources own) {
      for (int i = 0; i < own.files().size(); i++) {
        sources.add(locations.nearest("/init/source/" + i));
      }
    }
    Map<String, Span> calls = new HashMap<>();
    List<String> names = recipe.init().map(Recipe.Init::syscalls).orElse(List.of());
    for (int i = 0; i < names.size(); i++) {
      calls.putIfAbsent(names.get(i), locations.nearest("/init/syscalls/" + i));
    }
    return new PlanLocations(locations.keys(), sources, calls);
  }
}
