[#include "/init/init.ld.ftl"]
[@layout loadAddress="0x10000"
  dropped=" .ARM.attributes .ARM.exidx* .ARM.extab*"/]
