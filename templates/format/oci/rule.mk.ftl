# ---- the container image ------------------------------------------------------------------------

# A container has no kernel of its own: it is a root file system and a program to start. An image in the
# OCI layout is a folder of files that are named by their own SHA-256, so that a reader of the name can
# check the content. index.json names the manifest, the manifest the configuration and the layer, and
# the layer is a tar archive of files. What is in /dev stays out: the container's runtime fills it.
SCRATCH += oci
oci/layer.tar: initramfs.cpio
	mkdir -p oci
	bsdtar -cf $@ --format=paxr -b 1 --exclude '^dev/?*' @$<

oci/layer.tar.gz: oci/layer.tar
	gzip -n -9 -c $< >$@

# diff_ids name the layer before it is compressed.
oci/config.json: oci/layer.tar
	printf '{"created":"1980-01-01T00:00:00Z","architecture":"%s","os":"linux","config":{"Entrypoint":["%s"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
	  '[=image.platform]' '[=image.entrypoint]' "$$(sha256sum <$< | cut -d' ' -f1)" >$@

oci/manifest.json: oci/config.json oci/layer.tar.gz
	part() { printf '{"mediaType":"application/vnd.oci.image.%s","digest":"sha256:%s","size":%d}' \
	  "$$1" "$$(sha256sum <$$2 | cut -d' ' -f1)" "$$(stat -c %s $$2)"; }; \
	printf '{"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}' \
	  application/vnd.oci.image.manifest.v1+json "$$(part config.v1+json oci/config.json)" \
	  "$$(part layer.v1.tar+gzip oci/layer.tar.gz)" >$@

# The folder, then one archive of it. tar sorts the files by their names, all with the same owner, mode and
# time. Tools read it as oci-archive:[=image.file]
[=image.file]: oci/config.json oci/manifest.json oci/layer.tar.gz
	rm -rf oci/image
	mkdir -p oci/image/blobs/sha256
	for file in $^; do cp $$file oci/image/blobs/sha256/$$(sha256sum <$$file | cut -d' ' -f1); done
	printf '{"imageLayoutVersion":"1.0.0"}' >oci/image/oci-layout
	printf '{"schemaVersion":2,"manifests":[{"mediaType":"%s","digest":"sha256:%s","size":%d,"annotations":{"org.opencontainers.image.ref.name":"%s"}}]}' \
	  application/vnd.oci.image.manifest.v1+json "$$(sha256sum <oci/manifest.json | cut -d' ' -f1)" \
	  "$$(stat -c %s oci/manifest.json)" '[=image.tag]' >oci/image/index.json
	tar -C oci/image -b 1 --format=ustar --sort=name --mtime=@$(SOURCE_DATE_EPOCH) --owner=0 --group=0 \
	  --numeric-owner --mode=u=rwX,go=rX -cf $@ blobs index.json oci-layout
