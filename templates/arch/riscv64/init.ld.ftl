[#include "/init/init.ld.ftl"]
[@layout loadAddress="0x10000"
  constants=" .srodata .srodata.*"
  variables=" .sdata .sdata.*"
  zeros=" .sbss .sbss.*"
  dropped=" .riscv.attributes"/]
