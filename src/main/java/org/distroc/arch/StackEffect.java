package org.distroc.arch;

/**
 * What an instruction does to the stack pointer and the frame pointer.
 *
 * @param kind what happens
 * @param bytes by how many bytes the stack grows, or to how many it is aligned
 */
public record StackEffect(Kind kind, long bytes) {

  /** What happens. */
  public enum Kind {
    /** Nothing. */
    NONE,
    /** The stack grows by a number of bytes, or shrinks by a negative one. */
    GROWS,
    /** It is aligned to a number of bytes, a power of two. */
    ALIGNED,
    /** The stack pointer is copied to the frame pointer. */
    SAVED,
    /** The frame pointer is copied to the stack pointer. */
    RESTORED,
    /** That, and then the stack shrinks by a number of bytes. */
    LEFT,
    /** The stack pointer gets a value that is not known. */
    LOST
  }

  /** No effect. */
  public static final StackEffect NONE = new StackEffect(Kind.NONE, 0);

  /** A value that is not known. */
  public static final StackEffect LOST = new StackEffect(Kind.LOST, 0);

  /** It grows by so many bytes. */
  public static StackEffect grows(long bytes) {
    return new StackEffect(Kind.GROWS, bytes);
  }
}
