package org.distroc.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.distroc.arch.CrossCompiler;
import org.distroc.builder.toolchain.Toolchain;

/** Describes the differences between the inputs of two builds. */
final class InputChanges {
  /** Longest value shown, in characters. */
  private static final int SHOWN = 40;

  private static final String OPTION = "/kernel/options/";
  private static final String SINCE = " changed since the last build";

  /** The stage that uses a tool; {@code EVERYTHING} if there are several. */
  private static Stage stageOfTool(String name) {
    if (name.equals(CrossCompiler.STATIC_LIBC) || name.equals(Toolchain.KERNEL_HEADERS)) {
      return Stage.INIT;
    }
    boolean packs = Toolchain.packing().stream().anyMatch(tool -> tool.name().equals(name));
    return packs ? Stage.IMAGE : Stage.EVERYTHING;
  }

  /** Programs of the same package as another one: if both changed, only that one is reported. */
  private static final Map<String, String> COMES_WITH =
      Map.of("cc1", "gcc", "as", "ld", "ar", "ld", "objcopy", "ld");

  private final BuildInputs before;
  private final BuildInputs now;
  private final UnaryOperator<String> versions;
  private final List<RebuildReason> changes = new ArrayList<>();

  private InputChanges(BuildInputs before, BuildInputs now, UnaryOperator<String> versions) {
    this.before = before;
    this.now = now;
    this.versions = versions;
  }

  /**
   * The changes, each with the first stage that it affects. The text of the recipe is ignored: its
   * content is compared key by key.
   *
   * @param versions returns the version of a tool by its identity, or an empty string
   */
  static List<RebuildReason> between(
      BuildInputs before, BuildInputs now, UnaryOperator<String> versions) {
    InputChanges found = new InputChanges(before, now, versions);
    Set<String> names = new TreeSet<>(before.values().keySet());
    names.addAll(now.values().keySet());
    names.stream().filter(found::differs).forEach(found::add);
    return found.changes;
  }

  private boolean differs(String name) {
    String old = before.values().get(name);
    return old == null || !old.equals(now.values().get(name));
  }

  private void add(String name) {
    String old = before.values().get(name);
    String value = now.values().get(name);
    if (name.startsWith(BuildInputs.KEY)) {
      key(name.substring(BuildInputs.KEY.length()), old, value);
    } else if (name.startsWith(BuildInputs.TOOL)) {
      tool(name.substring(BuildInputs.TOOL.length()), old, value);
    } else if (name.startsWith(BuildInputs.INIT_FILE)) {
      add(Stage.INIT, name.substring(BuildInputs.INIT_FILE.length()) + SINCE);
    } else if (name.startsWith(BuildInputs.KERNEL_FILE)) {
      add(Stage.KERNEL, name.substring(BuildInputs.KERNEL_FILE.length()) + SINCE);
    } else if (name.startsWith(BuildInputs.ROOT_FILE)) {
      add(Stage.ROOTFS, name.substring(BuildInputs.ROOT_FILE.length()) + SINCE);
    } else if (name.equals(BuildInputs.KERNEL)) {
      add(Stage.KERNEL, "the kernel's source" + change(old, value));
    } else if (name.equals(BuildInputs.DISTROC)) {
      add(Stage.PROJECT, "distroc itself changed");
    } else if (name.equals(BuildInputs.CACHE)) {
      add(Stage.PROJECT, "the cache folder" + change(old, value));
    }
  }

  private void add(Stage stage, String because) {
    changes.add(new RebuildReason(stage, because));
  }

  private void key(String pointer, String old, String value) {
    if (pointer.startsWith(OPTION)) {
      add(Stage.KERNEL, "option " + pointer.substring(OPTION.length()) + change(old, value));
    } else {
      String name = pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
      add(stage(pointer), "`" + name + "`" + change(old, value));
    }
  }

  private static Stage stage(String pointer) {
    if (pointer.startsWith("/kernel/") && !pointer.startsWith("/kernel/cmdline")) {
      return Stage.KERNEL;
    }
    if (pointer.startsWith("/kernel/") || pointer.startsWith("/image/")) {
      return Stage.IMAGE;
    }
    if (pointer.startsWith("/rootfs/")) {
      return Stage.ROOTFS;
    }
    return pointer.startsWith("/init/") ? Stage.INIT : Stage.PROJECT;
  }

  private static String change(String old, String value) {
    if (old == null) {
      return " was added (" + shown(value) + ")";
    }
    return value == null
        ? " was removed (it was " + shown(old) + ")"
        : " changed from " + shown(old) + " to " + shown(value);
  }

  private static String shown(String value) {
    return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
  }

  private void tool(String name, String old, String value) {
    int program = name.lastIndexOf('-') + 1;
    String with = COMES_WITH.get(name.substring(program));
    if (with != null && differs(BuildInputs.TOOL + name.substring(0, program) + with)) {
      return;
    }
    Stage stage = stageOfTool(name);
    if (Toolchain.MISSING.equals(value)) {
      add(stage, name + " is no longer installed");
    } else if (Toolchain.MISSING.equals(old)) {
      add(stage, name + " was not installed before");
    } else {
      add(stage, name + " changed" + arrow(versions.apply(old), versions.apply(value)));
    }
  }

  private static String arrow(String old, String value) {
    return old.isEmpty() || value.isEmpty() || old.equals(value)
        ? ""
        : " (" + old + " → " + value + ")";
  }
}
