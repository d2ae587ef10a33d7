package org.distroc.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In each line a blank separates the arguments; `§` stands for a blank in one. */
class HarmlessFlagsTest {
  private static final String HARMLESS =
      """
      -no-reboot
      -no-shutdown
      --no-reboot
      -S
      -singlestep
      -enable-kvm
      -no-hpet
      -device isa-debug-exit,iobase=0xf4,iosize=1
      -device isa-debug-exit
      -device virtio-rng-pci
      -device virtio-rng-pci,id=r,bus=pci.0,addr=0x5
      -device virtio-rng-pci,max-bytes=1024,period=1000,rng=r0
      -object rng-builtin,id=r0
      -object memory-backend-ram,id=m0,size=64M
      -device edu
      -device qemu-xhci,id=usb
      -device usb-kbd,bus=usb.0
      -device usb-tablet
      -device i6300esb
      -device pvpanic
      -device VGA,xres=800,yres=600
      -device pcie-root-port,id=p1,chassis=1,slot=2
      -device intel-iommu,intremap=on
      -device virtio-balloon-pci
      -device e1000,mac=52:54:00:12:34:56
      -device vmgenid,guid=324e6eaf-d1d1-4bf6-bf41-b9bb6c91fb87
      -device loader,addr=0x1000,data=42,data-len=4
      --device virtio-rng-pci
      -rtc base=utc
      -rtc base=localtime,clock=vm,driftfix=slew
      -rtc base=2006-06-17T16:01:21
      -smp 4
      -smp cpus=4,sockets=2,cores=2,threads=1
      -smp 2,maxcpus=4
      -cpu max
      -cpu qemu64,+sse4.2,-svm
      -cpu qemu64,sse4.2=on,family=6,vendor=GenuineIntel
      -machine q35
      -machine pc,hpet=off,usb=on
      -machine type=pc,accel=kvm:tcg
      -M q35,smm=off
      -accel tcg,thread=multi
      -vga std
      -vga none
      -display none
      -nographic
      -serial none
      -serial null
      -parallel none
      -monitor none
      -monitor null
      -gdb none
      -nic none
      -net none
      -usb
      -usbdevice tablet
      -boot menu=on,splash-time=100
      -boot order=dc,strict=on
      -m 128M
      -m size=1G,slots=2,maxmem=4G
      -numa node,nodeid=0,cpus=0-1
      -icount shift=auto,sleep=off
      -icount 7
      -action reboot=reset,panic=none
      -watchdog-action pause
      -name toy
      -name guest=toy,debug-threads=on
      -uuid 324e6eaf-d1d1-4bf6-bf41-b9bb6c91fb87
      -k de
      -k en-us
      -d guest_errors,cpu_reset
      -d int -no-reboot -S
      -dfilter 0x1000..0x2000
      -seed 7
      -audiodev none,id=quiet
      -smbios type=1,manufacturer=Some§Maker,serial=7/8
      -smbios type=11,value=a§text
      -fw_cfg name=opt/org.example/key,string=value
      -fw_cfg opt/key,string=value
      -append root=/dev/ram0§quiet
      -global PIIX4_PM.disable_s3=1
      """;

  private static final String DANGEROUS =
      """
      -incoming exec:date
      --incoming exec:date
      -incoming=exec:date
      -incoming tcp:0:4444
      -incoming defer
      -incomin exec:date
      -debugcon file:/tmp/x
      -debugcon stdio
      -drive file=/etc/shadow
      -drive file=x.img,format=raw
      -hda /etc/shadow
      -cdrom x.iso
      -fda x.img
      -blockdev driver=file,filename=/etc/shadow,node-name=a
      -pflash x
      -sd x
      -fw_cfg name=opt/a,file=/etc/shadow
      -fw_cfg opt/a,string=x,file=/etc/shadow
      -fw_cfg name=opt/a,gen_id=x
      -monitor tcp:0.0.0.0:4444
      -monitor stdio
      -monitor unix:/tmp/x,server
      -qmp tcp:localhost:4444,server
      -qmp-pretty stdio
      -mon chardev=serial
      -nic user
      -nic user,hostfwd=tcp::22-:22
      -nic none,user
      -net user
      -net nic
      -netdev user,id=n
      -netdev tap,id=n,script=/tmp/x
      -chardev file,id=c,path=/tmp/x
      -chardev null,id=c,logfile=/tmp/x
      -readconfig /tmp/x
      -writeconfig /tmp/x
      -set device.x.y=z
      -object secret,id=s,file=/etc/shadow
      -object rng-random,id=r,filename=/dev/sda
      -object memory-backend-file,id=m,mem-path=/tmp/x,size=1M
      -object memory-backend-ram,id=m,size=1M,mem-path=/tmp/x
      -object rng-builtin,id=r,qom-type=secret
      -object filter-dump,id=f,netdev=network,file=/tmp/x
      -D /tmp/x
      -d trace:*
      -d help
      -trace file=/tmp/x
      -trace enable=*,file=/tmp/x
      -pidfile /tmp/x
      -chroot /tmp
      -runas root
      -daemonize
      -smbios file=/etc/shadow
      -smbios type=11,path=/etc/shadow
      -acpitable file=/etc/shadow
      -dtb /etc/shadow
      -kernel /etc/shadow
      -initrd /etc/shadow
      -bios /etc/shadow
      -option-rom /etc/shadow
      -mem-path /tmp
      -plugin /tmp/x.so
      -L /tmp
      -virtfs local,path=/,mount_tag=x,security_model=none
      -fsdev local,id=f,path=/
      -tpmdev passthrough,id=t,path=/dev/tpm0
      -vnc :0
      -display vnc=:0
      -display gtk
      -display none,x=y
      -spice port=5900
      -serial file:/tmp/x
      -serial tcp::4444,server
      -serial pty
      -serial mon:stdio
      -parallel /dev/lp0
      -gdb tcp::1234
      -gdb unix:/tmp/x
      -s
      -device loader,file=/etc/shadow
      -device loader,addr=0,data=1,file=/etc/shadow
      -device loader,addr=0,,file=/etc/shadow
      -device virtio-rng-pci,romfile=/etc/shadow
      -device virtio-rng-pci,romfile=/etc/shadow,id=r
      -device virtio-rng-pci,driver=loader
      -device driver=virtio-rng-pci
      -device {"driver":"virtio-rng-pci"}
      -device VFIO-pci
      -device vfio-pci,host=01:00.0
      -device usb-host,hostbus=1
      -device usb-mtp,rootdir=/
      -device isa-debugcon,chardev=control
      -device isa-serial,chardev=control
      -device virtio-net-pci,netdev=network
      -device virtio-9p-pci,fsdev=f,mount_tag=t
      -device nonsense
      -machine q35,dumpdtb=/etc/x
      -machine dumpdtb=x
      -machine pc,kernel=vmlinuz
      -machine pc,firmware=x
      -machine pc,memory-backend=m
      -M q35,initrd=x
      -cpu qemu64,path=/etc/shadow
      -cpu /etc/shadow
      -smp 2,file=/etc/x
      -boot splash=/etc/shadow
      -boot menu=on,splash=x
      -rtc base=/etc/shadow
      -k ../../../etc/shadow
      -k /etc/shadow
      -name x,process=sshd
      -icount shift=1,rr=record,rrfile=/tmp/x
      -sandbox off
      -sandbox on
      --sandbox on,spawn=allow
      -semihosting
      -preconfig
      -snapshot
      -loadvm x
      -dump-vmstate /tmp/x
      -add-fd fd=3,set=1
      -iscsi user=x
      -global virtio-rng-pci.romfile=/etc/shadow
      -global driver=loader,property=file,value=/etc/shadow
      -global isa-debugcon.chardev=control
      -vga qxl,romfile=/etc/x
      -usbdevice braille
      -usbdevice host:1.2
      -xen-domid 1
      -audiodev wav,id=a,path=/tmp/x
      -audiodev none,id=a,path=/tmp/x
      -accel kvm,device=/dev/x
      -async-teardown
      -unheard-of
      /etc/shadow
      x.img
      -
      --
      ---no-reboot
      -No-reboot
      -no-rebo
      """;

  private static List<String> arguments(String line) {
    return Stream.of(line.split(" ")).map(word -> word.replace('§', ' ')).toList();
  }

  static Stream<String> harmless() {
    return HARMLESS.lines();
  }

  static Stream<String> dangerous() {
    return DANGEROUS.lines();
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void isHarmless(String line) {
    assertEquals(List.of(), HarmlessFlags.in(arguments(line)));
  }

  @ParameterizedTest
  @MethodSource("dangerous")
  void needsConsent(String line) {
    List<HarmlessFlags.Finding> findings = HarmlessFlags.in(arguments(line));
    assertEquals(1, findings.size(), findings.toString());
    assertEquals(arguments(line), findings.get(0).words());
    assertFalse(findings.get(0).why().isBlank());
  }

  /** Also after harmless ones, and before them. */
  @ParameterizedTest
  @MethodSource("dangerous")
  void harmlessArgumentsAroundItHideNothing(String line) {
    List<String> words = new ArrayList<>(List.of("-no-reboot", "-smp", "2"));
    words.addAll(arguments(line));
    int end = words.size();
    words.addAll(List.of("-device", "virtio-rng-pci"));
    List<HarmlessFlags.Finding> findings = HarmlessFlags.in(words);
    assertTrue(!findings.isEmpty() && findings.get(0).index() == 3, findings.toString());
    assertTrue(findings.stream().allMatch(f -> f.index() < end + 1), findings.toString());
  }

  /** QEMU takes the word after such a flag for its value, whatever it looks like. */
  @ParameterizedTest
  @ValueSource(strings = {"-D", "-incoming", "-pidfile", "-unheard-of"})
  void aValueThatLooksLikeAFlagIsShownWithItsFlag(String flag) {
    HarmlessFlags.Finding finding = HarmlessFlags.in(List.of(flag, "-S", "-usb")).get(0);
    assertEquals(List.of(flag, "-S"), finding.words());
  }

  @Test
  void whatFollowsAnUnknownFlagIsJudgedToo() {
    assertEquals(
        List.of("-unheard-of -s", "-s -usb"),
        HarmlessFlags.in(List.of("-unheard-of", "-s", "-usb")).stream()
            .map(HarmlessFlags.Finding::text)
            .toList());
  }

  @Test
  void aFlagWithoutItsValueIsNotHarmless() {
    assertEquals(1, HarmlessFlags.in(List.of("-usb", "-smp")).size());
  }
}
