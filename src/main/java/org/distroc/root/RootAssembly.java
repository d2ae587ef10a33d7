package org.distroc.root;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.host.IoErrors;
import org.distroc.recipe.InitProgram;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.rootfs.Assembler;
import org.distroc.rootfs.BuiltFile;
import org.distroc.rootfs.Conflict;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Layer;
import org.distroc.rootfs.Node;
import org.distroc.rootfs.Source;
import org.distroc.rootfs.Tree;
import org.distroc.spec.RootFiles;

/** Assembles the tree of a recipe's root, and finds what is wrong with it. */
public final class RootAssembly {
  /** The program that the kernel starts out of an initramfs. */
  public static final String INIT = "/init";

  private static final int EXECUTABLE = 0111;

  private final Recipe recipe;
  private final SourceLocations locations;
  private final List<Diagnostic> findings;

  private RootAssembly(Recipe recipe, List<Diagnostic> findings) {
    this.recipe = recipe;
    this.locations = recipe.locations();
    this.findings = findings;
  }

  /**
   * The tree of a recipe; empty if it has no {@code rootfs}.
   *
   * @param others what packages, busybox and modules bring
   * @param findings gets what is wrong; with an error among it, the tree is good only for finding
   *     more mistakes
   */
  public static Optional<Tree> assemble(
      Recipe recipe, List<Source> others, List<Diagnostic> findings) {
    RootAssembly assembly = new RootAssembly(recipe, findings);
    if (recipe.rootfs().isEmpty()) {
      assembly.programs(Tree.EMPTY);
    }
    return recipe.rootfs().map(files -> assembly.assemble(files, others));
  }

  /**
   * What decides the bytes of a recipe's own files in its root, by path from its folder.
   *
   * @throws IOException if a file cannot be read
   */
  public static Map<String, String> inputs(Recipe recipe) throws IOException {
    Map<String, String> inputs = new TreeMap<>();
    if (recipe.rootfs().isEmpty()) {
      return inputs;
    }
    RootAssembly assembly = new RootAssembly(recipe, new ArrayList<>());
    for (RootFiles.RootFile file : recipe.rootfs().get().files()) {
      if (file.what() instanceof RootFiles.What.From from) {
        Accounts accounts = new Accounts(recipe.rootfs().get(), "");
        for (Entry entry : new OwnFiles(List.of(file), accounts, assembly::place).entries()) {
          String below = entry.path().substring(file.path().length());
          String content =
              entry.node() instanceof Node.File one
                  ? one.content().identity()
                  : entry.node().toString();
          inputs.put(from.name().replaceFirst("/$", "") + below, entry.mode() + " " + content);
        }
      }
    }
    return inputs;
  }

  private Tree assemble(RootFiles files, List<Source> others) {
    Accounts accounts = new Accounts(files, OwnFiles.origin(locations.nearest("/rootfs/users")));
    OwnFiles own = new OwnFiles(files.files(), accounts, this::place);
    List<Source> sources = new ArrayList<>(others);
    if (files.minimal()) {
      sources.add(new LayoutSource());
    }
    sources.add(accounts);
    recipe.init().ifPresent(init -> sources.add(new InitSource()));
    sources.add(own);
    try {
      Assembler.Result result = Assembler.assemble(sources, own.removed());
      result.conflicts().forEach(this::conflict);
      result.unused().forEach(this::removesNothing);
      links(result.tree());
      init(result.tree());
      new ProgramChecks(
              result.tree(),
              Architectures.of(recipe.architecture()),
              this::listedAt,
              locations.nearest("/rootfs"),
              findings)
          .check();
      programs(result.tree());
      return result.tree();
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D8002, "a file of the root file system cannot be read")
              .at(locations.nearest("/rootfs"))
              .why(IoErrors.reason(e)),
          e);
    }
  }

  /** What a described init starts. */
  private void programs(Tree tree) {
    if (recipe.init().map(init -> init.program()).orElse(null)
        instanceof InitProgram.Described described) {
      StartedPrograms.check(described.system(), tree, locations, findings);
    }
  }

  /** The init program that the build compiles. */
  private final class InitSource implements Source {
    @Override
    public Layer layer() {
      return Layer.RECIPE;
    }

    @Override
    public String key() {
      return "init";
    }

    @Override
    public List<Entry> entries() {
      Node program = new Node.File(new BuiltFile("init"));
      String origin = OwnFiles.origin(locations.nearest("/init"));
      return List.of(new Entry(INIT, program, 0755, 0, 0, origin));
    }
  }

  /** The key of a path in {@code files}, or the nearest line. */
  private Span place(String path) {
    String key = "/rootfs/files/" + SourceLocations.escape(path);
    return locations
        .keySpan(key)
        .or(() -> locations.keySpan(key + "~1"))
        .orElseGet(() -> locations.nearest("/rootfs"));
  }

  private Span place(Source source, Entry entry) {
    return source.layer() == Layer.FILES
        ? place(listed(entry.path()))
        : locations.nearest("/" + source.key().replace('.', '/'));
  }

  /** The path of {@code files} that brings an entry: its own, or that of a folder above. */
  private String listed(String path) {
    String at = path;
    while (at.length() > 1) {
      String key = "/rootfs/files/" + SourceLocations.escape(at);
      if (locations.key(key) != null || locations.key(key + "~1") != null) {
        return at;
      }
      at = at.substring(0, Math.max(1, at.lastIndexOf('/')));
    }
    return path;
  }

  /** Where {@code files} lists what brings an entry; empty if something else does. */
  private Optional<Span> listedAt(Entry entry) {
    Span at = place(listed(entry.path()));
    return OwnFiles.origin(at).equals(entry.origin()) ? Optional.of(at) : Optional.empty();
  }

  private void conflict(Conflict conflict) {
    Entry first = conflict.first();
    Entry second = conflict.second();
    boolean same = first.path().equals(second.path());
    Diagnostic error =
        same
            ? Diagnostic.error(Code.D4114, "two sources bring `" + first.path() + "`")
                .label("brings it too")
                .why("one is " + first.origin() + ", the other " + second.origin())
            : Diagnostic.error(
                    Code.D4114,
                    "`" + second.path() + "` is below `" + first.path() + "`, no folder")
                .label("is below it")
                .why("`" + first.path() + "` is " + kind(first) + " of " + first.origin());
    boolean own = conflict.source().layer().compareTo(Layer.RECIPE) >= 0;
    findings.add(
        error
            .at(place(conflict.source(), second))
            .help(
                own
                    ? "remove one of them"
                    : "say which in `rootfs.files`: list the path there, or remove it with"
                        + " `null`"));
  }

  private static String kind(Entry entry) {
    Node node = entry.node();
    return node instanceof Node.Link || node instanceof Node.HardLink
        ? "a link"
        : node instanceof Node.Device
            ? "a device"
            : node instanceof Node.Pipe ? "a pipe" : "a file";
  }

  private void removesNothing(String path) {
    findings.add(
        Diagnostic.warning(Code.D4119, "`" + path + "` removes nothing")
            .at(place(path))
            .label("no effect")
            .why("nothing brings this path to the root file system")
            .help("check its spelling, or remove the line"));
  }

  private void links(Tree tree) {
    for (Entry entry : tree.entries()) {
      if (entry.node() instanceof Node.HardLink link) {
        Optional<Entry> file = tree.at(link.path());
        if (file.isEmpty() || !(file.get().node() instanceof Node.File)) {
          findings.add(notAFile(entry, link, file));
        }
      }
    }
  }

  private Diagnostic notAFile(Entry entry, Node.HardLink link, Optional<Entry> file) {
    return Diagnostic.error(
            Code.D4115, "`" + entry.path() + "` is another name of no file: `" + link.path() + "`")
        .at(place(listed(entry.path())))
        .label("no such file")
        .why(
            file.isEmpty()
                ? "the root file system has nothing at `" + link.path() + "`"
                : "`" + link.path() + "` is a folder or a link; only a file can have more names")
        .help("name a file of the root, or use `link`");
  }

  /** Whether the kernel finds a program to start. */
  private void init(Tree tree) {
    if (findings.stream().anyMatch(RootAssembly::isError)) {
      return;
    }
    Optional<Entry> there = tree.at(INIT);
    Optional<Entry> reached = tree.reached(INIT);
    if (there.isEmpty()) {
      findings.add(
          noInit("the root file system has no `/init`", locations.nearest("/rootfs"))
              .help("add `init:` to the recipe, or `/init` to `rootfs.files`"));
    } else if (reached.isEmpty() || !(reached.get().node() instanceof Node.File)) {
      findings.add(
          noInit("`/init` leads to no program", place(INIT))
              .label("no program there")
              .help("link it to a program that is in the root"));
    } else if ((reached.get().mode() & EXECUTABLE) == 0) {
      findings.add(
          noInit("`" + reached.get().path() + "` cannot be executed", place(INIT))
              .label("not executable")
              .help("give it `mode: 0755`"));
    }
  }

  private static Diagnostic noInit(String message, Span at) {
    return Diagnostic.error(Code.D4117, message)
        .at(at)
        .why("the kernel starts `/init` of an initramfs, and panics without it");
  }

  private static boolean isError(Diagnostic finding) {
    return finding.severity() == org.distroc.diag.Severity.ERROR;
  }
}
