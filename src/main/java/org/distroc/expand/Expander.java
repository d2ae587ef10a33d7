package org.distroc.expand;

import freemarker.template.TemplateModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.format.ImageFormat;
import org.distroc.format.KernelCommandLine;
import org.distroc.format.catalogue.Formats;
import org.distroc.host.BoundedFiles;
import org.distroc.host.IoErrors;
import org.distroc.host.Tool;
import org.distroc.kernel.Syscall;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.InitPlan;
import org.distroc.plan.KernelPlan;
import org.distroc.plan.ProjectLayout;
import org.distroc.rootfs.BuiltFile;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Node;
import org.distroc.rootfs.Tree;
import org.distroc.rootfs.archive.EntryList;
import org.distroc.spec.Display;
import org.distroc.spec.Feature;
import org.distroc.spec.Firmware;
import org.distroc.spec.FormatSettings;
import org.distroc.spec.RecipeValues;

/** Generates the project of a plan. */
public final class Expander {
  /** The templates that formats share. */
  private static final String SHARED = "format/shared/";

  private static final String PROTOTYPES = "syscalls.h";
  private static final String MEMORY = "memory.c";

  /** Part of the kernel's gdb scripts, which older kernels do not have. */
  private static final String GDB_SCRIPTS = "scripts/gdb/linux/constants.py.in";

  private final BuildPlan plan;
  private final Templates templates = new Templates();
  private final Map<String, byte[]> files = new TreeMap<>();

  private Expander(BuildPlan plan) {
    this.plan = plan;
  }

  /**
   * All files of the project.
   *
   * @throws Failure D8002 if a file of the recipe cannot be read, D5003 if make cannot use the
   *     folder of the kernel source
   */
  public static GeneratedProject expand(BuildPlan plan) {
    return new Expander(plan).expand();
  }

  /**
   * Loads the template library in another thread, since loading it takes longer than rendering the
   * templates.
   */
  public static void prepare() {
    Thread thread = new Thread(() -> new Templates().load("Makefile"), "prepare-templates");
    thread.setDaemon(true);
    thread.start();
  }

  private GeneratedProject expand() {
    MakePaths.check(plan.kernel().tree().root(), "the folder of the kernel source");
    try {
      Map<String, Object> model = model();
      add("Makefile", "Makefile", model);
      add("README.md", "README.md", model);
      add(ProjectLayout.FRAGMENT, ProjectLayout.FRAGMENT, model);
      plan.kernel()
          .baseFile()
          .ifPresent(file -> copy(ProjectLayout.BASE, file, plan.locations().base()));
      for (ImageFormat format : plan.image().written()) {
        addFiles(format, with(model, format));
      }
      if (plan.hasInit()) {
        add(ProjectLayout.INITRAMFS_LIST, ProjectLayout.INITRAMFS_LIST, model);
      }
      if (plan.init().isPresent()) {
        addInit(plan.init().get(), model);
      }
      return GeneratedProject.of(files, templates.digest());
    } catch (TemplateModelException e) {
      throw new IllegalStateException(e);
    }
  }

  private void addFiles(ImageFormat format, Map<String, Object> model) {
    FormatSettings settings = plan.image().settings(format);
    for (String file : format.configurations(settings)) {
      add(file, folder(format) + file, model);
    }
    for (String file : format.sources(settings)) {
      add(file, templateOf(format, file), model);
    }
  }

  /** In the folder of the format, in that of all formats, or in that of the architecture. */
  private String templateOf(ImageFormat format, String file) {
    return Stream.of(folder(format), SHARED, "arch/" + plan.architecture().name() + "/")
        .map(folder -> folder + file)
        .filter(templates::has)
        .findFirst()
        .orElseThrow();
  }

  private void addInit(InitPlan init, Map<String, Object> model) {
    add("tools/sstrip.c", "tools/sstrip.c", model);
    init.shipped().ifPresent(program -> add(program + ".c", "init/" + program + ".c", model));
    for (int i = 0; i < init.sources().size(); i++) {
      InitPlan.SourceFile source = init.sources().get(i);
      copy(ProjectLayout.source(source.path()), source.file(), plan.locations().sources().get(i));
    }
    if (init.described().isPresent()) {
      add(DescribedInit.TABLE, "init/" + DescribedInit.TABLE, model);
    }
    List<String> own =
        switch (init.libc()) {
          case NONE -> List.of("start.S", "syscalls.S", PROTOTYPES, memory(), "init.ld");
          case NOLIBC -> List.of("init.ld");
          case STATIC -> List.<String>of();
        };
    String folder = "arch/" + plan.architecture().name() + "/";
    for (String name : own) {
      boolean shared = name.equals(PROTOTYPES) || name.equals(MEMORY);
      add(name, (shared ? "init/" : folder) + name, model);
    }
  }

  /** In assembly, if the architecture has instructions for it; else in C. */
  private String memory() {
    String name = "memory.S";
    return templates.has("arch/" + plan.architecture().name() + "/" + name) ? name : MEMORY;
  }

  private void add(String path, String template, Map<String, Object> model) {
    files.put(path, templates.render(template, model).getBytes(StandardCharsets.UTF_8));
  }

  private void copy(String path, Path file, Span at) {
    try {
      files.put(path, BoundedFiles.bytes(file, BoundedFiles.TEXT));
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D8002, "cannot read " + file).at(at).why(IoErrors.reason(e)), e);
    }
  }

  private Map<String, Object> model() throws TemplateModelException {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("architecture", plan.architecture().name());
    model.put("crossCompile", plan.architecture().compiler().prefixHere());
    model.put("name", plan.name());
    model.put("version", plan.version());
    model.put("description", TokenFormat.quoted(Quoting.markdown(plan.description())));
    model.put("kernel", kernel());
    model.put("targets", targets());
    model.put("images", images().stream().map(this::values).toList());
    model.put("compression", RecipeValues.word(plan.image().compression()));
    model.put("initramfs", plan.initramfsName());
    model.put("serial", plan.machine().display() == Display.SERIAL);
    model.put("display", RecipeValues.word(plan.machine().display()));
    model.put("accelerator", MakeBoot.accelerator(plan.machine()).option());
    model.put("uefi", plan.machine().firmware() == Firmware.UEFI ? Tool.OVMF.where() : List.of());
    model.put("boot", TokenFormat.quoted(MakeBoot.command(plan)));
    model.put("hasInit", plan.init().isPresent());
    model.put("hasInitramfs", plan.hasInit());
    model.put("hasRoot", plan.root().isPresent());
    model.put(
        "builtEntries", TokenFormat.quoted(plan.root().map(Expander::builtEntries).orElse("")));
    if (plan.init().isPresent()) {
      putInit(model, plan.init().get());
    }
    return model;
  }

  /** Where make puts what it compiles for the archive. */
  private static String builtEntries(Tree root) {
    return EntryList.of(root.built(), entry -> ProjectLayout.ROOTFS + "/" + name(entry))
        .stripTrailing();
  }

  private static String name(Entry entry) {
    return ((BuiltFile) ((Node.File) entry.node()).content()).name();
  }

  /** What {@code make} builds: each format's file, and the kernel alone. */
  private List<String> targets() {
    Set<String> targets = new LinkedHashSet<>();
    if (!plan.hasInit()) {
      targets.add(plan.architecture().kernel().target());
    }
    plan.image().formats().forEach(format -> targets.add(format.fileName(plan.contents())));
    return List.copyOf(targets);
  }

  /** The formats that have a rule: those of the plan, and their ingredients. */
  private List<ImageFormat> images() {
    Set<ImageFormat> images = new LinkedHashSet<>();
    if (plan.hasInit()) {
      images.add(Formats.INITRAMFS);
    }
    images.addAll(plan.image().written());
    // The kernel's rule comes before that of init, for readers.
    images.remove(Formats.KERNEL);
    return List.copyOf(images);
  }

  private Map<String, Object> values(ImageFormat format) {
    Map<String, Object> values = new LinkedHashMap<>(format.values(plan.contents()));
    values.put("file", format.fileName(plan.contents()));
    values.put("rule", folder(format) + "rule.mk.ftl");
    values.putIfAbsent("settings", Map.of());
    return values;
  }

  private Map<String, Object> with(Map<String, Object> model, ImageFormat format) {
    Map<String, Object> more = new LinkedHashMap<>(model);
    more.put("image", values(format));
    return more;
  }

  private static String folder(ImageFormat format) {
    return "format/" + format.name() + "/";
  }

  private Map<String, Object> kernel() throws TemplateModelException {
    KernelPlan kernel = plan.kernel();
    List<Object> lines = new ArrayList<>();
    Feature before = null;
    for (KernelPlan.Option option : kernel.options()) {
      Feature feature = kernel.features().get(option.name());
      if (feature != null && feature != before) {
        String words = RecipeValues.word(feature) + ", on " + plan.architecture().name();
        lines.add(TokenFormat.quoted("# " + words + ":"));
      } else if (feature == null && before != null) {
        lines.add(TokenFormat.quoted("# The recipe's own:"));
      }
      before = feature;
      lines.add(TokenFormat.quoted(Quoting.optionLine(option)));
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("source", kernel.tree().root().toString());
    map.put("release", comment(kernel.tree().release().toString()));
    map.put(
        "releaseText", TokenFormat.quoted(Quoting.markdown(kernel.tree().release().toString())));
    map.put("origin", comment(kernel.tree().origin()));
    map.put("identity", comment(kernel.tree().identity()));
    map.put("pinned", kernel.tree().pinned());
    map.put("gdbScripts", kernel.tree().has(GDB_SCRIPTS));
    map.put("base", kernel.base().orElse(ProjectLayout.BASE));
    map.put("baseIsFile", kernel.baseFile().isPresent());
    map.put("options", lines);
    map.put("arch", plan.architecture().kernel().arch());
    map.put("image", plan.architecture().kernel().target());
    map.put("imagePath", plan.architecture().kernel().imagePath());
    map.put("compilerFlags", plan.architecture().kernel().compilerFlags());
    map.put(
        "cmdline",
        TokenFormat.quoted(Quoting.bootLoaderLine(KernelCommandLine.of(kernel.cmdline()))));
    map.put("quotedCmdline", TokenFormat.quoted(Quoting.quotedLine(kernel.cmdline())));
    map.put("hasCmdline", !kernel.cmdline().isEmpty());
    return map;
  }

  private static Object comment(String text) throws TemplateModelException {
    return TokenFormat.quoted(Quoting.comment(text));
  }

  private void putInit(Map<String, Object> model, InitPlan init) throws TemplateModelException {
    model.put("stackHeader", plan.architecture().programs().needStackHeader());
    model.put("libc", RecipeValues.word(init.libc()));
    List<String> objects = new ArrayList<>();
    init.shipped().ifPresent(program -> objects.add(program + ".o"));
    for (InitPlan.SourceFile source : init.sources()) {
      if (source.isCompiled()) {
        objects.add(source.object());
      }
    }
    model.put("objects", objects);
    List<String> headers = new ArrayList<>();
    for (InitPlan.SourceFile source : init.sources()) {
      if (!source.isCompiled()) {
        headers.add(ProjectLayout.source(source.path()));
      }
    }
    if (init.described().isPresent()) {
      headers.add(DescribedInit.TABLE);
      model.put("table", DescribedInit.model(init.described().get(), init.syscalls()));
    }
    model.put("headers", headers);
    model.put("calls", init.syscalls().stream().map(Syscall::name).toList());
    model.put("syscalls", init.syscalls().stream().map(this::syscall).toList());
    model.put(
        "structs", init.syscalls().stream().flatMap(c -> c.tags().stream()).distinct().toList());
  }

  private Map<String, Object> syscall(Syscall call) {
    return Map.of(
        "name", call.name(),
        "number", call.number(),
        "words", call.words(plan.architecture().programs().standard().is64Bit()),
        "returns", call.returns(),
        "noreturn", call.noreturn(),
        "from", call.file() + ":" + call.line(),
        "parameters",
            call.parameters().stream()
                .map(p -> Map.of("type", p.type(), "name", p.name()))
                .toList());
  }
}
