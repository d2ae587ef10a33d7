package org.distroc.format.vhdx;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.format.ImageContents;
import org.distroc.format.disk.ConvertedDisk;
import org.distroc.host.Tool;
import org.distroc.spec.FormatSettings;

/**
 * The disk for Hyper-V. No tool writes it: qemu-img fills in identifiers at random, and Microsoft's
 * specification [MS-VHDX] needs four structures only, which the assembler lays out.
 */
public final class VhdxFormat extends ConvertedDisk {
  /** The format. */
  public VhdxFormat() {
    super("vhdx", "the disk for Hyper-V (VHDX)", "vhdxfile".getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public List<Tool> tools() {
    return List.of();
  }

  @Override
  public List<String> sources(FormatSettings settings) {
    return List.of("vhdx.S");
  }

  @Override
  public List<String> scratch() {
    return List.of("vhdx");
  }

  @Override
  public Map<String, Object> values(ImageContents contents) {
    byte[] file = Structures.guid(contents.uuid("vhdx file"));
    byte[] data = Structures.guid(contents.uuid("vhdx data"));
    Map<String, Object> values = new LinkedHashMap<>(super.values(contents));
    values.put("fileId", Structures.bytes(file));
    values.put("dataId", Structures.bytes(data));
    values.put("diskId", Structures.bytes(Structures.guid(contents.uuid("vhdx disk"))));
    values.put("newer", Structures.sum(Structures.header(2, file, data)));
    values.put("older", Structures.sum(Structures.header(1, file, data)));
    values.put("regions", Structures.sum(Structures.regions()));
    return values;
  }
}
