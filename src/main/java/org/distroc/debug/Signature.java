package org.distroc.debug;

import java.util.ArrayList;
import java.util.List;
import org.distroc.kernel.Syscall;

/**
 * How the arguments of a system call are to be read, as far as the types and names of the kernel's
 * prototype tell.
 *
 * @param name of the call
 * @param parameters in their order
 */
record Signature(String name, List<Parameter> parameters) {
  private static final String SIZES = "count|len|size|nbytes|bufsiz|.*_?(len|size)";

  /** How one argument is read. */
  enum Kind {
    /** A signed number. */
    SIGNED,
    /** A number; in hexadecimal if it is large. */
    UNSIGNED,
    /** Bits. */
    FLAGS,
    /** Permissions of a file. */
    PERMISSIONS,
    /** An address. */
    POINTER,
    /** The address of a text that ends with a zero. */
    TEXT,
    /** The address of addresses of texts, up to one that is zero. */
    TEXTS,
    /** The address of bytes that the kernel reads; the next argument says how many. */
    BYTES_IN,
    /** The address of bytes that the kernel writes; the result says how many. */
    BYTES_OUT,
    /** The address of a number that the kernel writes. */
    NUMBER_OUT,
    /** The address of two numbers that the kernel writes, as pipe does. */
    TWO_NUMBERS_OUT,
    /** The address of a process's exit status, as wait4 writes it. */
    WAIT_STATUS_OUT;

    /** Whether it can be read only when the call returns. */
    boolean comesLater() {
      return switch (this) {
        case BYTES_OUT, NUMBER_OUT, TWO_NUMBERS_OUT, WAIT_STATUS_OUT -> true;
        default -> false;
      };
    }
  }

  /**
   * A parameter.
   *
   * @param kind how it is read
   * @param type as the kernel declares it, in plain C
   * @param name as the kernel calls it
   */
  record Parameter(Kind kind, String type, String name) {}

  /** Copies the list. */
  Signature {
    parameters = List.copyOf(parameters);
  }

  /** The signature of a call of the kernel's table. */
  static Signature of(Syscall call) {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < call.parameters().size(); i++) {
      Syscall.Parameter parameter = call.parameters().get(i);
      boolean sized = i + 1 < call.parameters().size() && isSize(call.parameters().get(i + 1));
      parameters.add(new Parameter(kind(parameter, sized), parameter.type(), parameter.name()));
    }
    return new Signature(call.kernelName(), parameters);
  }

  /** A call with unknown parameters: all registers are shown. */
  static Signature unknown(int number, int registers) {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < registers; i++) {
      parameters.add(new Parameter(Kind.UNSIGNED, "unsigned long", ""));
    }
    return new Signature("syscall_" + number, parameters);
  }

  private static boolean isSize(Syscall.Parameter next) {
    return !next.type().endsWith("*") && next.name().matches(SIZES);
  }

  private static Kind kind(Syscall.Parameter parameter, boolean sized) {
    String type = parameter.type();
    String name = parameter.name();
    String plain = type.replace("const", "").replace(" ", "");
    if (plain.equals("char**")) {
      return Kind.TEXTS;
    }
    if (plain.equals("int*") && !name.contains("tid")) {
      return switch (name) {
        case "stat_addr", "wstatus" -> Kind.WAIT_STATUS_OUT;
        // Of pipe, pipe2 and socketpair.
        case "fildes", "usockvec" -> Kind.TWO_NUMBERS_OUT;
        default -> Kind.NUMBER_OUT;
      };
    }
    if (plain.equals("char*") || plain.equals("void*") && sized) {
      boolean read = type.startsWith("const");
      return sized ? (read ? Kind.BYTES_IN : Kind.BYTES_OUT) : read ? Kind.TEXT : Kind.POINTER;
    }
    if (type.endsWith("*")) {
      return Kind.POINTER;
    }
    return number(plain, name);
  }

  private static Kind number(String type, String name) {
    if (name.matches(".*flags?|prot")) {
      return Kind.FLAGS;
    }
    if (name.matches("mode|mask") && type.startsWith("unsigned")) {
      return Kind.PERMISSIONS;
    }
    return type.startsWith("unsigned") && !name.matches(".*fd") ? Kind.UNSIGNED : Kind.SIGNED;
  }

  /** Whether a type has 32 bits only; what is above them in a register means nothing. */
  static boolean isNarrow(String type) {
    return !type.endsWith("*") && !type.contains("long");
  }
}
