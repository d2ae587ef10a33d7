package org.distroc.sbom;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import com.github.packageurl.PackageURLBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.Property;
import org.cyclonedx.model.license.Expression;
import org.cyclonedx.model.metadata.ToolInformation;
import org.distroc.arch.CrossCompiler;
import org.distroc.debian.PinnedDeb;
import org.distroc.format.catalogue.Formats;
import org.distroc.host.Tool;
import org.distroc.lock.BuildRecord;
import org.distroc.lock.Inputs;
import org.distroc.plan.BuildPlan;

/**
 * The bill of materials of a build, in the form of CycloneDX 1.6: what is in the image, with
 * versions, digests and known licences, and what it was built with. It depends on no clock or
 * random number: the same build gives the same text.
 */
public final class BillOfMaterials {
  /** The file name in the build folder. */
  public static final String FILE = "sbom.cdx.json";

  /** The time of everything that is built, 1980-01-01; in milliseconds. */
  private static final long EPOCH = 315_532_800_000L;

  private static final String ROOT = "distribution";

  /** Whether bytes of a tool end up in what is built. */
  private static boolean isShipped(Tool tool) {
    return tool.name().equals(CrossCompiler.STATIC_LIBC) || Formats.shipped().contains(tool);
  }

  private final BuildPlan plan;
  private final BuildRecord record;
  private final String vendor;
  private final Path documents;
  private final Bom bom = new Bom();
  private final Dependency root = new Dependency(ROOT);

  private BillOfMaterials(BuildPlan plan, BuildRecord record, String vendor, Path documents) {
    this.plan = plan;
    this.record = record;
    this.vendor = vendor;
    this.documents = documents;
  }

  /**
   * The bill of a build, as JSON.
   *
   * @param vendor whose packages the host has, as {@code ID} in {@code /etc/os-release}
   * @param documents where packages have their copyright files: {@code /usr/share/doc}
   */
  public static String of(BuildPlan plan, BuildRecord record, String vendor, Path documents) {
    return new BillOfMaterials(plan, record, vendor, documents).write();
  }

  private String write() {
    bom.setMetadata(metadata());
    add(kernel(), true);
    record.inputs().files().forEach((name, digest) -> add(source(name, digest), true));
    record.inputs().packages().all().forEach(deb -> add(rootPackage(deb), true));
    for (Map.Entry<String, String> tool : record.tools().entrySet()) {
      Tool known =
          Stream.of(Tool.ALL, Formats.tools(), plan.architecture().tools())
              .flatMap(List::stream)
              .filter(t -> t.name().equals(tool.getKey()))
              .findFirst()
              .orElseThrow();
      add(tool(known, tool.getValue()), isShipped(known));
    }
    bom.addDependency(root);
    // Derived from the content: the same build, the same number.
    String content = json();
    UUID number = UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
    bom.setSerialNumber("urn:uuid:" + number);
    return json() + "\n";
  }

  private String json() {
    try {
      return BomGeneratorFactory.createJson(org.cyclonedx.Version.VERSION_16, bom).toJsonString();
    } catch (GeneratorException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(Component component, boolean shipped) {
    component.setScope(shipped ? Component.Scope.REQUIRED : Component.Scope.EXCLUDED);
    bom.addComponent(component);
    if (shipped) {
      root.addDependency(new Dependency(component.getBomRef()));
    }
  }

  private Metadata metadata() {
    Metadata metadata = new Metadata();
    metadata.setTimestamp(new Date(EPOCH));
    Component distroc =
        component(Component.Type.APPLICATION, "distroc", record.inputs().distroc(), "distroc");
    ToolInformation tools = new ToolInformation();
    tools.setComponents(List.of(distroc));
    metadata.setToolChoice(tools);
    Component all = component(Component.Type.OPERATING_SYSTEM, plan.name(), plan.version(), ROOT);
    if (!plan.description().isEmpty()) {
      all.setDescription(plan.description());
    }
    List<Component> outputs = new ArrayList<>();
    record.outputs().forEach((name, digest) -> outputs.add(file(name, digest, "output:" + name)));
    all.setComponents(outputs);
    metadata.setComponent(all);
    return metadata;
  }

  private Component kernel() {
    Inputs.Kernel kernel = record.inputs().kernel();
    Component component =
        component(Component.Type.OPERATING_SYSTEM, "linux", kernel.release(), "kernel");
    component.setDescription("The kernel");
    Licences.ofKernel(plan.kernel().tree())
        .ifPresent(
            licence -> {
              LicenseChoice choice = new LicenseChoice();
              choice.setExpression(new Expression(licence));
              component.setLicenses(choice);
            });
    if (kernel.identity().startsWith("sha256:")) {
      component.addHash(new Hash(Hash.Algorithm.SHA_256, kernel.identity().substring(7)));
    }
    kernel
        .debian()
        .flatMap(debian -> purl(debian.name(), debian.version()))
        .ifPresent(component::setPurl);
    if (plan.kernel().tree().pinned()) {
      component.addProperty(property("distroc:source", kernel.identity()));
    }
    component.addProperty(property("distroc:configuration:sha256", record.config()));
    return component;
  }

  private static Component source(String name, String digest) {
    Component component = file(name, digest, "source:" + name);
    component.setDescription("A file that the recipe names");
    return component;
  }

  private Component rootPackage(PinnedDeb deb) {
    Component component =
        component(Component.Type.LIBRARY, deb.name(), deb.version(), "package:" + deb.name());
    boolean whole = record.inputs().packages().whole().contains(deb);
    component.setDescription(
        whole ? "A package of the root file system" : "A package that files of the root are from");
    component.addHash(new Hash(Hash.Algorithm.SHA_256, deb.sha256()));
    // Whatever the host is, these are packages of Debian's archive.
    purl("debian", deb.name(), deb.version()).ifPresent(component::setPurl);
    component.addProperty(property("distroc:source", deb.url()));
    return component;
  }

  private Component tool(Tool tool, String version) {
    boolean shipped = isShipped(tool);
    Component component =
        component(
            shipped ? Component.Type.LIBRARY : Component.Type.APPLICATION,
            tool.debianPackage(),
            version,
            "tool:" + tool.name());
    component.setDescription(
        shipped ? "Part of the image, to " + tool.purpose() : "Used to " + tool.purpose());
    if (shipped) {
      Licences.ofPackage(documents, tool.debianPackage())
          .ifPresent(
              name -> {
                License licence = new License();
                licence.setName(name);
                LicenseChoice choice = new LicenseChoice();
                choice.addLicense(licence);
                component.setLicenses(choice);
              });
      // Of a file the version is that of its package, if it came in one.
      purl(tool.debianPackage(), version).ifPresent(component::setPurl);
    }
    return component;
  }

  /** The package URL; empty for what did not come in a package. */
  private Optional<String> purl(String name, String version) {
    return purl(vendor, name, version);
  }

  private static Optional<String> purl(String vendor, String name, String version) {
    if (version.startsWith("sha256:") || version.equals("present")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          PackageURLBuilder.aPackageURL()
              .withType(PackageURL.StandardTypes.DEBIAN)
              .withNamespace(vendor)
              .withName(name)
              .withVersion(version)
              .build()
              .canonicalize());
    } catch (MalformedPackageURLException e) {
      // Not a version of a package.
      return Optional.empty();
    }
  }

  private static Component file(String name, String digest, String reference) {
    Component component = component(Component.Type.FILE, name, null, reference);
    component.addHash(new Hash(Hash.Algorithm.SHA_256, digest));
    return component;
  }

  private static Component component(
      Component.Type type, String name, String version, String reference) {
    Component component = new Component();
    component.setType(type);
    component.setName(name);
    component.setVersion(version);
    component.setBomRef(reference);
    return component;
  }

  private static Property property(String name, String value) {
    Property property = new Property();
    property.setName(name);
    property.setValue(value);
    return property;
  }
}
