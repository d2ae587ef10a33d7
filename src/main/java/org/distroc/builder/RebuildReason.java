package org.distroc.builder;

/**
 * Why something was built.
 *
 * @param stage what was built
 * @param because a sentence without a full stop
 */
public record RebuildReason(Stage stage, String because) {
  /** Inputs and outputs are unchanged. */
  public static final RebuildReason UNCHANGED =
      new RebuildReason(Stage.NOTHING, "all inputs are unchanged");
}
