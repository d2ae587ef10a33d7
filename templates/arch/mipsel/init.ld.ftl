[#include "/init/init.ld.ftl"]
[@layout loadAddress="0x400000"
  constants=" .srodata .srodata.*"
  variables=" .sdata .sdata.*"
  zeros=" .sbss .sbss.*"
  dropped=" .MIPS.abiflags .reginfo .MIPS.options .pdr .gnu.attributes .mdebug.*"/]
