package org.distroc.verify;

/**
 * A part of a file: a member of an archive, a section of a program, what a compressed file holds.
 *
 * @param name unique among the parts of a file
 * @param about what is recorded of it beside its content: mode, owner, time; may be empty
 * @param content its bytes
 * @param frame whether it only holds the others together, so that what differs in it mostly follows
 *     from what differs in them
 */
record Part(String name, String about, byte[] content, boolean frame) {
  Part(String name, String about, byte[] content) {
    this(name, about, content, false);
  }
}
