package org.distroc.builder;

/**
 * Why something was built.
 *
 * @param stage what was built: {@code init}, {@code kernel}, {@code image}, {@code project} for the
 *     generated files; {@code everything}, or {@code nothing}
 * @param because a sentence without a full stop
 */
public record RebuildReason(String stage, String because) {
  static final String EVERYTHING = "everything";
  static final String PROJECT = "project";
  static final String INIT = "init";
  static final String KERNEL = "kernel";
  static final String IMAGE = "image";
  static final String NOTHING = "nothing";

  /** All inputs are as they were, and so are the outputs. */
  public static final RebuildReason UNCHANGED =
      new RebuildReason(NOTHING, "all inputs are as before");
}
