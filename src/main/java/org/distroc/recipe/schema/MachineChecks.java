package org.distroc.recipe.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.distroc.arch.Architecture;
import org.distroc.arch.Board;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.spec.Network;

/** Checks that the machine of an architecture has the devices that a recipe asks for. */
final class MachineChecks {
  private final SourceLocations recipe;
  private final FileDiagnostics findings;
  private final Architecture architecture;

  private MachineChecks(SourceLocations recipe, FileDiagnostics findings) {
    this.recipe = recipe;
    this.findings = findings;
    this.architecture = CrossChecks.architecture(recipe);
  }

  static void check(SourceLocations recipe, FileDiagnostics findings) {
    MachineChecks checks = new MachineChecks(recipe, findings);
    checks.screen();
    checks.network();
    checks.firmware();
  }

  private void screen() {
    if (!architecture.board().hasScreen()
        && recipe.node("/qemu/display") instanceof Node.Scalar display
        && display.text().equals("vga")
        && !findings.isBad(display)) {
      findings.error(
          display,
          () ->
              lacks("text screen")
                  .why(board() + " has no graphics card that a small kernel can print on")
                  .help("write `display: serial`, the default for this architecture"));
    }
  }

  private void network() {
    if (!(recipe.node("/qemu/network") instanceof Node.Scalar card) || findings.isBad(card)) {
      return;
    }
    for (Network network : Network.values()) {
      if (network != Network.NONE
          && word(network).equals(card.text())
          && !architecture.board().networkDevices().containsKey(network)) {
        findings.error(
            card,
            () ->
                lacks("network card `" + card.text() + "`")
                    .why(board() + " has no slot for it")
                    .help("use one that it has: " + cards()));
      }
    }
  }

  /** A firmware of a machine that starts kernels without one would have no effect. */
  private void firmware() {
    for (String pointer : List.of("/qemu/firmware", "/qemu/variants/firmware")) {
      Node firmware = recipe.node(pointer);
      if (firmware != null && architecture.board().firmware().isEmpty()) {
        findings.error(
            firmware,
            () ->
                lacks("choice of firmware")
                    .why("QEMU itself puts the kernel into the memory of " + board())
                    .help("remove `firmware`"));
      }
    }
  }

  private String board() {
    Board board = architecture.board();
    return board.machine().map(name -> "QEMU's board `" + name + "`").orElse("QEMU's board");
  }

  private Diagnostic lacks(String what) {
    return Diagnostic.error(Code.D2201, "the machine of " + architecture.name() + " has no " + what)
        .label("not on this architecture");
  }

  private String cards() {
    List<String> cards = new ArrayList<>();
    for (Network network : Network.values()) {
      if (architecture.board().networkDevices().containsKey(network)) {
        cards.add(word(network));
      }
    }
    return cards.stream().collect(Collectors.joining(", "));
  }

  private static String word(Network network) {
    return network.name().toLowerCase(Locale.ROOT);
  }
}
