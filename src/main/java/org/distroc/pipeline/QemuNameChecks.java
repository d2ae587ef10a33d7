package org.distroc.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.diag.Diagnostic;
import org.distroc.host.Host;
import org.distroc.qemu.QemuNames;
import org.distroc.qemu.QemuNames.Asked;
import org.distroc.qemu.QemuNames.Kind;
import org.distroc.recipe.Recipe;

/** Checks whether the installed QEMU has the machines, processors and devices of a recipe. */
final class QemuNameChecks {
  private QemuNameChecks() {}

  /** An error for each that it does not have. A recipe that names none costs nothing. */
  static List<Diagnostic> check(Host host, Recipe recipe) {
    List<Asked> asked = new ArrayList<>();
    if (recipe.locations().node("/qemu") == null) {
      return List.of();
    }
    String before = "";
    for (Map.Entry<String, String> value : recipe.locations().values().entrySet()) {
      String pointer = value.getKey();
      Kind kind = null;
      if (pointer.equals("/qemu/machine") || pointer.startsWith("/qemu/variants/machine/")) {
        kind = Kind.MACHINE;
      } else if (pointer.equals("/qemu/cpu") || pointer.startsWith("/qemu/variants/cpu/")) {
        kind = Kind.CPU;
      } else if (pointer.startsWith("/qemu/flags/")) {
        kind = ofFlag(before);
        before = value.getValue();
      }
      if (kind != null) {
        asked.add(new Asked(kind, value.getValue(), recipe.locations().nearest(pointer)));
      }
    }
    return asked.isEmpty()
        ? List.of()
        : new QemuNames(host).check(Architectures.of(recipe.architecture()).board().qemu(), asked);
  }

  private static Kind ofFlag(String flag) {
    return switch (flag.startsWith("--") ? flag.substring(1) : flag) {
      case "-machine", "-M" -> Kind.MACHINE;
      case "-cpu" -> Kind.CPU;
      case "-device" -> Kind.DEVICE;
      default -> null;
    };
  }
}
