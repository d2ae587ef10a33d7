package org.distroc.kernel;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A system call as a C program without any header can declare it.
 *
 * @param name the C function's name, such as {@code read} or {@code _exit}
 * @param kernelName the name in the kernel's table; differs for {@code _exit} only
 * @param number the value of the register that selects the call
 * @param parameters at most six, in order
 * @param returns the C type of the result; negative values down to -4095 are errors
 * @param noreturn whether the caller never gets control back
 * @param file the file of the kernel tree that the prototype was read from
 * @param line its line there, counted from 1
 */
public record Syscall(
    String name,
    String kernelName,
    int number,
    List<Parameter> parameters,
    String returns,
    boolean noreturn,
    String file,
    int line) {

  /**
   * One argument.
   *
   * @param type a C type that needs no header: basic types, and pointers to structures by their tag
   * @param name the kernel's name for it
   */
  public record Parameter(String type, String name) {
    /** The declaration as written between the parentheses: {@code const char *buf}. */
    public String declaration() {
      return type.endsWith("*") ? type + name : type + " " + name;
    }
  }

  /** Copies the list, so that a call never changes. */
  public Syscall {
    parameters = List.copyOf(parameters);
  }

  /** A copy with another name in C. */
  Syscall named(String another) {
    return another.equals(name)
        ? this
        : new Syscall(another, kernelName, number, parameters, returns, noreturn, file, line);
  }

  /**
   * How many registers its arguments take, where a number of 64 bits begins at an even one.
   *
   * @param is64Bit whether each argument takes one
   */
  public int words(boolean is64Bit) {
    int words = 0;
    for (Parameter parameter : parameters) {
      boolean twice = !is64Bit && parameter.type().endsWith("long long");
      words += twice ? 2 + words % 2 : 1;
    }
    return words;
  }

  /** The prototype without a semicolon: {@code long close(unsigned int fd)}. */
  public String prototype() {
    String list =
        parameters.isEmpty()
            ? "void"
            : parameters.stream().map(Parameter::declaration).collect(Collectors.joining(", "));
    return returns + " " + name + "(" + list + ")";
  }

  /**
   * The structures and unions that the prototype points to, such as {@code struct rusage}, each
   * once: a header declares them forward so that they mean the same everywhere.
   */
  public List<String> tags() {
    return parameters.stream()
        .map(p -> p.type().replaceAll("\\bconst\\b|\\*", " ").strip().replaceAll("\\s+", " "))
        .filter(type -> type.startsWith("struct ") || type.startsWith("union "))
        .distinct()
        .toList();
  }
}
