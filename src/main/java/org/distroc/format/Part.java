package org.distroc.format;

/**
 * A part of a file: a member of an archive, a section of a program, the content of a compressed
 * file.
 *
 * @param name unique among the parts of a file
 * @param about metadata other than the content: mode, owner, time; may be empty
 * @param content its bytes
 * @param frame whether it only holds the others together, so that a difference in it mostly follows
 *     from a difference in them
 */
public record Part(String name, String about, byte[] content, boolean frame) {
  /** A part that is content. */
  public Part(String name, String about, byte[] content) {
    this(name, about, content, false);
  }
}
