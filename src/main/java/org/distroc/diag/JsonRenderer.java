package org.distroc.diag;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Renders diagnostics for a program: one JSON object each, with the members of the record. */
public final class JsonRenderer {
  private JsonRenderer() {}

  /** A JSON array of all of them. */
  public static String render(List<Diagnostic> diagnostics) {
    return Json.write(diagnostics.stream().map(JsonRenderer::toMap).toList());
  }

  /** The members of one diagnostic, as {@link Json} writes them. */
  public static Map<String, Object> toMap(Diagnostic diagnostic) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("severity", diagnostic.severity().word());
    map.put("code", diagnostic.code().name());
    map.put("message", diagnostic.message());
    diagnostic
        .at()
        .ifPresent(
            span -> {
              map.put("file", span.file());
              map.put("line", span.line());
              map.put("column", span.column());
              map.put("width", span.width());
              if (span.extendedAt().isPresent()) {
                map.put("extended_by", span.chain().stream().map(Span::place).toList());
              }
            });
    if (!diagnostic.label().isEmpty()) {
      map.put("label", diagnostic.label());
    }
    map.put("why", diagnostic.reasons());
    map.put("help", diagnostic.remedies());
    return map;
  }
}
