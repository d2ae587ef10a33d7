package org.distroc.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.distroc.debug.Signature.Kind;
import org.distroc.debug.Signature.Parameter;
import org.distroc.kernel.Syscall;
import org.junit.jupiter.api.Test;

/** How prototypes of the kernel determine the formatting of arguments. */
class SignatureTest {

  @Test
  void bytesHaveTheirLengthInTheNextArgument() {
    assertEquals(
        List.of(Kind.SIGNED, Kind.BYTES_IN, Kind.UNSIGNED),
        kinds("unsigned int fd", "const char *buf", "unsigned long count"));
    assertEquals(
        List.of(Kind.SIGNED, Kind.BYTES_OUT, Kind.UNSIGNED),
        kinds("unsigned int fd", "char *buf", "unsigned long count"));
    assertEquals(
        List.of(Kind.TEXT, Kind.BYTES_OUT, Kind.SIGNED),
        kinds("const char *path", "char *buf", "int bufsiz"));
  }

  @Test
  void textsAndWhatTheKernelWrites() {
    assertEquals(
        List.of(Kind.TEXT, Kind.TEXTS, Kind.TEXTS),
        kinds("const char *filename", "const char *const *argv", "const char *const *envp"));
    assertEquals(
        List.of(Kind.SIGNED, Kind.WAIT_STATUS_OUT, Kind.SIGNED, Kind.POINTER),
        kinds("int upid", "int *stat_addr", "int options", "struct rusage *ru"));
    assertEquals(List.of(Kind.TWO_NUMBERS_OUT), kinds("int *fildes"));
  }

  @Test
  void numbersByTheirNames() {
    assertEquals(
        List.of(Kind.SIGNED, Kind.TEXT, Kind.FLAGS, Kind.PERMISSIONS),
        kinds("int dfd", "const char *filename", "int flags", "unsigned short mode"));
  }

  @Test
  void aCallThatIsNotKnownShowsItsRegisters() {
    Signature unknown = Signature.unknown(999, 6);
    assertEquals("syscall_999", unknown.name());
    assertEquals(6, unknown.parameters().size());
  }

  private static List<Kind> kinds(String... parameters) {
    List<Syscall.Parameter> list =
        List.of(parameters).stream()
            .map(
                text -> {
                  int at = text.lastIndexOf(text.contains("*") ? '*' : ' ') + 1;
                  return new Syscall.Parameter(text.substring(0, at).strip(), text.substring(at));
                })
            .toList();
    Syscall call = new Syscall("x", "x", 1, list, "long", false, "f", 1);
    return Signature.of(call).parameters().stream().map(Parameter::kind).toList();
  }
}
