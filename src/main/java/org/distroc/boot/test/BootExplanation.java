package org.distroc.boot.test;

import java.util.List;

/**
 * An explanation of something on a guest's console.
 *
 * @param id names the row of the table of diagnoses it comes from
 * @param title a few words in lower case
 * @param sentence what happened and why, for a learner
 * @param help what to do, most helpful first
 * @param about the key of the recipe that it is about, {@code kernel.options} for example; empty if
 *     there is none
 * @param check the code of the check of init that has details, {@code D3009} for example; empty if
 *     there is none
 * @param aside whether it is a side note and not the cause of the failure
 */
public record BootExplanation(
    String id,
    String title,
    String sentence,
    List<String> help,
    String about,
    String check,
    boolean aside) {
  /** Copies the list. */
  public BootExplanation {
    help = List.copyOf(help);
  }
}
