package org.distroc.debian;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Parts of packages that a root can do without. */
public enum PackageFilter {
  /** Manuals other than those of man, and licences. */
  DOC(
      "/usr/share/doc/",
      "/usr/share/doc-base/",
      "/usr/share/info/",
      "/usr/share/lintian/",
      "/usr/share/bug/"),
  /** Pages for man. */
  MAN("/usr/share/man/"),
  /** Translations. */
  LOCALE("/usr/share/locale/", "/usr/share/i18n/", "/usr/lib/locale/"),
  /** Conversions between character sets, which the C library loads. */
  GCONV("/gconv/"),
  /** Headers and static libraries. */
  DEV("/usr/include/", "/pkgconfig/", "/usr/share/aclocal/"),
  /** Units of systemd and scripts of other init systems. */
  SERVICES("/lib/systemd/", "/usr/lib/systemd/", "/etc/init.d/", "/etc/default/", "/etc/systemd/");

  private final List<String> parts;

  PackageFilter(String... parts) {
    this.parts = List.of(parts);
  }

  /** As recipes write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The filter of a word. */
  public static Optional<PackageFilter> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }

  /** Whether any of some filters takes a path out. */
  static boolean removes(Set<PackageFilter> filters, String path) {
    return filters.stream().anyMatch(one -> one.removes(path));
  }

  private boolean removes(String path) {
    String folder = path + "/";
    boolean library = this == DEV && path.endsWith(".a");
    return library
        || parts.stream()
            .anyMatch(
                part ->
                    part.startsWith("/usr") || part.startsWith("/etc") || part.startsWith("/lib")
                        ? folder.startsWith(part)
                        : folder.contains(part));
  }
}
