package org.distroc.builder;

/**
 * Why a stage was rebuilt.
 *
 * @param stage the stage
 * @param because a sentence without a full stop
 */
public record RebuildReason(Stage stage, String because) {
  /** Inputs and outputs are unchanged. */
  public static final RebuildReason UNCHANGED =
      new RebuildReason(Stage.NOTHING, "all inputs are unchanged");
}
